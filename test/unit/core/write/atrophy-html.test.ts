import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { AtrophyReport } from '../../../../electron/contract/atrophy-report.ts';
import { isotropicGrid, voxelCount } from '../../../../electron/core/base/grid.ts';
import type { Volume } from '../../../../electron/core/base/volume.ts';
import { writeAtrophyHtml } from '../../../../electron/core/write/atrophy/atrophy-html.ts';
import { drawBrain, type BrainPictures } from '../../../../electron/core/write/atrophy/draw-brain.ts';
import { syntheticColour } from '../../../../electron/core/write/pictures/burn-mark.ts';
import { yearlyChange } from '../../../../electron/core/write/atrophy/yearly-change.ts';
import type { AtrophyReportModel } from '../../../../electron/core/write/atrophy/atrophy-report.ts';
import type { Provenance } from '../../../../electron/core/write/provenance.ts';
import { futureBrainClaim } from '../../../../electron/core/write/synthetic-claim.ts';
import { pairedAtrophyReport, sampleAtrophyReport } from '../../../fixtures/sample-atrophy.ts';

const provenance: Provenance = {
  programVersion: '0.0.0',
  model: { ...pairedAtrophyReport.model, title: 'Atrophy' },
  segmentation: null,
  provider: 'cpu',
  seed: 1,
  samples: 20,
  baselineDate: pairedAtrophyReport.baselineDate,
  previousDate: null,
  claim: futureBrainClaim(pairedAtrophyReport.years, pairedAtrophyReport.course),
  parameters: {},
};

describe('writeAtrophyHtml', () => {
  // The contract knows codes of warnings as any text, core as a closed union.
  const page = (report: AtrophyReport) =>
    writeAtrophyHtml({
      ...{ report: report as AtrophyReportModel, rows: [], provenance },
      ...{ patientLabel: '<P>', createdAt: '2026-01-02T03:04:05' },
    });
  const whole = page(pairedAtrophyReport);

  it('says what is synthetic, what was supposed, and that nobody is diagnosed', () => {
    expect(whole).toContain('SYNTHETIC');
    expect(whole).toContain('Alzheimer&#39;s disease, 5 years of disease until the scan, 72 years of age');
    expect(whole).toContain('diagnoses nobody');
    expect(whole).toContain('trained on simulated atrophy alone');
    expect(whole).toContain('In 4 years (SYNTHETIC)');
  });

  it('gives every structure with its interval, and the rates beside published bands', () => {
    expect(whole).toMatch(/Ventricles<\/td><td>48\.20<\/td><td>3\.64<\/td>.*\+25\.1 to \+48\.7/);
    expect(whole.match(/<svg/g)).toHaveLength(3);
    expect(whole).toContain('mild cognitive impairment');
    // Solid: the hippocampi of controls and in Alzheimer's disease, as they were published.
    expect(whole.match(/stroke-dasharray="4 3"/g)).toHaveLength(7);
    expect(whole.match(/fill-opacity="0.45"/g)).toHaveLength(2);
    expect(whole).toContain('measured: −3.90 %/year');
    expect(whole).toContain('predicted, 4 years: −4.2');
    expect(whole).toContain('predicted, 4 years: +4.45 ml/year');
  });

  it('says that the change since is what lies beyond ageing', () => {
    expect(whole).toContain('change since, beyond ageing');
    expect(whole).toContain('added to healthy ageing');
  });

  it('shows two dates where there are two', () => {
    expect(whole).toContain('2018-03-01 to 2020-03-01: measured and predicted');
    expect(whole).toMatch(/Longview model<.*Group mean<.*No change</);
    expect(page(sampleAtrophyReport)).not.toContain('measured and predicted');
  });

  it('says what the maps leave out, and when they show nothing', () => {
    expect(whole).toContain('measured change: nothing below 2.00 %/year is drawn');
    const { maps } = sampleAtrophyReport;
    const ahead = { ...maps.ahead, lossShare: 0, gainShare: 0 };
    expect(page({ ...sampleAtrophyReport, maps: { ...maps, ahead } })).toContain(
      'change ahead: nothing beyond chance (1.00 %/year)',
    );
  });

  it('lets no name become markup, and fetches nothing', () => {
    expect(whole).toContain('Patient &lt;P&gt;');
    expect(whole).not.toMatch(/<script|https?:/);
  });
});

describe('yearlyChange', () => {
  it('is the mean of the years, in percent of the earlier volume and in millilitres', () => {
    const rate = yearlyChange({ changePercent: -19, interval90: [-36, 21] }, 50, 2);
    expect(rate.percent).toBeCloseTo(-9.5, 9);
    expect(rate.percent90[0]).toBeCloseTo(-18, 9);
    expect(rate.percent90[1]).toBeCloseTo(10.5, 9);
    expect(rate.ml).toBeCloseTo(-4.75, 9);
    expect(rate.ml90[1]).toBeCloseTo(5.25, 9);
  });

  it('gives a brain that loses like a group the rate of that group, however many years lie ahead', () => {
    // Alzheimer's disease, hippocampus: 4.66 % of the first volume in every year.
    for (const years of [1, 5, 10]) {
      const all = -4.66 * years;
      expect(yearlyChange({ changePercent: all, interval90: [all, all] }, 6, years).percent).toBeCloseTo(-4.66, 9);
    }
  });
});

describe('drawBrain', () => {
  const grid = isotropicGrid([0, 0, 0], [24, 28, 24], 8);
  const filled = (value: (i: number, j: number, k: number) => number): Volume => {
    const data = new Float32Array(voxelCount(grid));
    data.forEach((_, v) => (data[v] = value(v % 24, Math.floor(v / 24) % 28, Math.floor(v / (24 * 28)))));
    return { grid, data };
  };
  const scan = filled((i, j, k) => (Math.hypot(i - 12, j - 14, k - 12) < 10 ? 500 : 0));
  const change = filled((i) => (i < 6 || i > 18 ? NaN : i < 12 ? -9 : 9));
  const map = { change, unit: '%/year', threshold: 0.5 } as const;
  const labels = ['background', 'ventricles', 'hippocampus'];
  const maps = labels.map((name) => filled((_i, j, k) => Number(name === 'hippocampus' ? j === 9 : k === 15)).data);
  const input: BrainPictures = {
    scan: { date: '2020-03-04', volume: scan, origin: 'acquired' },
    ...{ counterpart: scan, future: scan, since: map, ahead: map },
    other: { date: '2018-03-04', volume: scan, origin: 'acquired', measured: map },
    shares: { grid, labels, maps },
    ...{ window: { low: 0, high: 600 }, years: 5 },
  };
  const rows = drawBrain(input);

  it('cuts through hippocampi and ventricles, with a mark on all that is synthetic', () => {
    expect(rows.map(({ title }) => title)).toEqual([
      'Coronal, through the hippocampi',
      'Coronal, through the hippocampi: two dates',
      'Axial, through the ventricles',
      'Axial, through the ventricles: two dates',
    ]);
    const captions = rows.map(({ pictures }) => pictures.map(({ caption }) => caption));
    const ofModel = [
      '2020-03-04, ACQUIRED',
      'SYNTHETIC - HEALTHY COUNTERPART',
      'SYNTHETIC - HEALTHY COUNTERPART',
      'SYNTHETIC - PREDICTED +5 y',
      'SYNTHETIC - PREDICTED +5 y',
    ];
    const ofDates = ['2018-03-04, ACQUIRED', '2020-03-04, ACQUIRED', 'two dates, ACQUIRED'];
    expect(captions).toEqual([ofModel, ofDates, ofModel, ofDates]);
    const marks = rows.map(({ pictures }) => pictures.map(({ synthetic }) => synthetic));
    const marked = [false, true, true, true, true];
    expect(marks).toEqual([marked, [false, false, false], marked, [false, false, false]]);
  });

  it('burns the dashed frame into the pixels of what is synthetic, and of nothing else', () => {
    for (const { png, synthetic } of rows.flatMap(({ pictures }) => pictures)) {
      const { width, data } = decode(png);
      const isAmber = (x: number): boolean => [0, 1, 2].every((c) => data[3 * x + c] === syntheticColour[c]);
      const share = Array.from({ length: width }, (_, x) => isAmber(x)).filter(Boolean).length / width;
      if (synthetic) expect(share).toBeGreaterThan(0.5);
      else expect(share).toBe(0);
    }
  });

  it('paints what was lost blue and what was gained red, where the change is more than chance', () => {
    const [, , since] = rows[2]?.pictures ?? [];
    const { width, height, data } = decode(since?.png ?? new Uint8Array(0));
    const redness = (x: number): number => {
      const at = 3 * (Math.round(height / 2) * width + Math.round(x * width));
      return (data[at] as number) - (data[at + 2] as number);
    };
    // Patient's right, which lost, is at the left of the picture.
    expect(redness(0.4)).toBeLessThan(-50);
    expect(redness(0.6)).toBeGreaterThan(50);
    expect(redness(0.2)).toBe(0);
  });

  it('shows less than its usual range where chance is larger, and says so where nothing is left', () => {
    const [, , { pictures } = { pictures: [] }] = drawBrain({
      ...input,
      since: { ...map, threshold: 8 },
      ahead: { ...map, threshold: 10 },
    });
    const rednessOf = (png: Uint8Array | undefined): number => {
      const { width, height, data } = decode(png ?? new Uint8Array(0));
      const at = 3 * (Math.round(height / 2) * width + Math.round(0.6 * width));
      return (data[at] as number) - (data[at + 2] as number);
    };
    const [since, ahead] = [pictures[2], pictures[4]];
    // The map gains 9 %/year there, and chance shows more than the 4 %/year of the usual full colour.
    expect(rednessOf(since?.png)).toBeGreaterThan(50);
    expect(rednessOf(since?.png)).toBeLessThan(rednessOf(rows[2]?.pictures[2]?.png));
    expect(since?.title).toBe('Changed since, beyond 8.0 %/year');
    expect(rednessOf(ahead?.png)).toBe(0);
    expect(ahead?.title).toBe('Change ahead, nothing beyond chance (10.0 %/year)');
  });

  it('calls one generated date generated, and what is measured with it too', () => {
    const generated = drawBrain({
      ...input,
      other: { date: '2018-03-04', volume: scan, origin: 'generated', measured: map },
    });
    expect(generated[3]?.pictures.map(({ caption }) => caption)).toEqual([
      '2018-03-04, SYNTHETIC - GENERATED SCAN',
      '2020-03-04, ACQUIRED',
      'two dates, SYNTHETIC - GENERATED SCAN',
    ]);
  });
});
