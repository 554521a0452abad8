import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AtrophyAnswer } from '../../electron/contract/api.ts';
import { atrophyReportSchema } from '../../electron/contract/atrophy-report.ts';
import { requestSchemas } from '../../electron/contract/requests.ts';
import { forecastAtrophy } from '../../electron/core/simulate/atrophy/forecast-atrophy.ts';
import { insideSkull } from '../../electron/core/simulate/atrophy/inside-skull.ts';
import { textElement } from '../../electron/core/write/dicom/element.ts';
import { readElements, scanOrigin, sourceText } from '../../electron/core/write/dicom/read-elements.ts';
import { answerAtrophy } from '../../electron/worker/atrophy/answer-atrophy.ts';
import { exportAtrophy } from '../../electron/worker/atrophy/export-atrophy.ts';
import type { FinishedAtrophy } from '../../electron/worker/atrophy/finished-atrophy.ts';
import type { MeasuredPair } from '../../electron/worker/atrophy/measure-pair.ts';
import { reportAtrophy } from '../../electron/worker/atrophy/report-atrophy.ts';
import { openTimeline } from '../../electron/worker/files/open-timeline.ts';
import type { OpenedTimeline } from '../../electron/worker/files/loadable-series.ts';
import { loadVisit, type NativeVisit } from '../../electron/worker/pipeline/load-visit.ts';
import { createVolumeStore } from '../../electron/worker/volume-store.ts';
import { growingInference, testAtrophy, testHead } from '../fixtures/atrophy-case.ts';
import { sourceSeries } from '../fixtures/dicom-source.ts';
import { atrophyModel, pairedAtrophyReport } from '../fixtures/sample-atrophy.ts';

const { signal } = new AbortController();
const context = { signal, progress: () => undefined };
const { measured } = pairedAtrophyReport;

/** Everything of an atrophy forecast but the network, which grows a head from its middle, and the registration. */
describe('an atrophy forecast that leaves the engine', () => {
  let folder = '';
  let files: readonly string[] = [];
  let answer: AtrophyAnswer;
  let finished: FinishedAtrophy;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longview-atrophy-'));
    await writeDate('2018-03-01', true);
    await writeDate('2020-03-01', false);
    finished = await finish(await openTimeline(join(folder, 'patient')));
    answer = answerAtrophy('a', finished, createVolumeStore());
    files = (await exportAtrophy(finished, join(folder, 'out'), '0.0.0', context)).files;
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** One date of the test's head; the earlier one says that it was generated. */
  async function writeDate(date: string, generated: boolean): Promise<void> {
    const place = join(folder, 'patient', date);
    await mkdir(place, { recursive: true });
    const more = [
      textElement('SeriesDescription', 'T1 MPRAGE'),
      textElement('ContrastBolusAgent', ''),
      ...(generated ? [textElement('SyntheticData', 'YES')] : []),
    ];
    const study = generated ? 1 : 2;
    const slices = sourceSeries(testHead(), { date: date.replaceAll('-', ''), study, more });
    await Promise.all(slices.map((bytes, n) => writeFile(join(place, `${n}.dcm`), bytes)));
  }

  async function finish({ timeline, series }: OpenedTimeline): Promise<FinishedAtrophy> {
    const [earlier, later] = await Promise.all(
      timeline.visits.map((visit) => loadVisit(visit, series, { usable: ['T1'], beside: [] }, signal)),
    );
    if (!earlier || !later) throw new Error('two dates were written');
    const [primary] = later.images;
    const request = requestSchemas['atrophy.run'].parse({ path: folder, years: 5, course: 'ad', samples: 2 });
    const supposed = { course: 'ad', years: 5, yearsOfDisease: null, ageYears: 72 } as const;
    const asked = { ...supposed, samples: request.samples, seed: request.seed, signal };
    const forecast = await forecastAtrophy(primary.volume, growingInference(), testAtrophy, asked);
    if (forecast === null) throw new Error('the head is a head');
    const run = {
      ...{ request, patientLabel: timeline.patientLabel, model: { ...atrophyModel, folder: '' }, provider: 'cpu' },
      ...{ primary, date: later.date, day: later.day, supposed, forecast, warnings: [] },
      inside: insideSkull(forecast.shares, primary.volume.grid),
      pair: pairOf(earlier, forecast.ahead.map),
    };
    return { ...run, report: reportAtrophy(run, '0.0.0', {}) };
  }

  function pairOf({ date, images: [source] }: NativeVisit, map: MeasuredPair['map']): MeasuredPair {
    if (measured === null) throw new Error('the sample has two dates');
    return { role: 'earlier', date, source, image: source.volume, map, figures: measured, warnings: [] };
  }

  const written = (name: string): Promise<Buffer> => readFile(join(folder, 'out', name));

  it('answers with every volume marked as what it is', () => {
    expect(answer.images.map(({ role, date, volume }) => [role, date, volume.synthetic])).toEqual([
      ['scan', '2020-03-01', false],
      ['counterpart', null, true],
      ['future', null, true],
      ['earlier', '2018-03-01', true],
    ]);
    const { since, ahead, measured: change } = answer.maps;
    for (const map of [since, ahead, change, ...Object.values(answer.spreads)]) expect(map?.synthetic).toBe(true);
    expect(since.displayRange).toEqual([-15, 15]);
    expect(ahead.displayRange).toEqual([-4, 4]);
    for (const { volume } of answer.images.slice(1))
      expect(volume.displayRange).toEqual(answer.images[0]?.volume.displayRange);
  });

  it('writes a report that the schema takes whole', async () => {
    const report = JSON.parse((await written('report.json')).toString()) as unknown;
    expect(atrophyReportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ synthetic: true, scans: 'acquired', years: 5, yearsOfDisease: null, ageYears: 72 });
    const page = (await written('report.html')).toString();
    expect(page).toContain('How this was made');
    // Both dates, and how the one was laid over the other.
    expect(page).toContain('2018-03-01, 2020-03-01');
    expect(page).toContain('Alignment with the scan of 2020-03-01');
    expect(page).toContain('<td>2018-03-01, T1</td><td>0.91</td>');
  });

  it('names every file that it wrote', async () => {
    const there = await readdir(join(folder, 'out'), { recursive: true, withFileTypes: true });
    expect(there.filter((entry) => entry.isFile())).toHaveLength(files.length);
    expect(files.filter((name) => name.startsWith(join('dicom', 'future-T1')))).toHaveLength(110);
  });

  it.each([
    [join('counterpart-T1', 'slice-0001.dcm'), 'generated', 'SYNTHETIC - HEALTHY COUNTERPART T1'],
    [join('future-T1', 'slice-0001.dcm'), 'generated', 'SYNTHETIC - PREDICTED +5 y ad T1'],
    ['change-since.dcm', 'generated', /^SYNTHETIC - HEALTHY COUNTERPART/],
    ['change-ahead.dcm', 'generated', /^SYNTHETIC - PREDICTED \+5 y/],
    ['change-measured.dcm', 'generated', /^SYNTHETIC - GENERATED SCAN/],
    ['volumes.dcm', 'generated', /^SYNTHETIC - GENERATED SCAN/],
    ['volumes-future.dcm', 'generated', /^SYNTHETIC - PREDICTED \+5 y/],
  ] as const)('marks %s in its attributes', async (name, origin, description) => {
    const source = readElements(await written(join('dicom', name)));
    expect(scanOrigin(source)).toBe(origin);
    expect(sourceText(source, 'SeriesDescription')).toMatch(description);
  });

  it('writes all but the measured change as DICOM where only the other date came as NIfTI', async () => {
    const { pair } = finished;
    if (pair === null) throw new Error('the case has two dates');
    const source = { ...pair.source, series: { ...pair.source.series, kind: 'nifti' } } as const;
    const out = join(folder, 'half');
    const half = await exportAtrophy({ ...finished, pair: { ...pair, source } }, out, '0.0.0', context);
    const left = files.filter((name) => !half.files.includes(name));
    expect(left).toEqual([join('dicom', 'change-measured.dcm')]);
    expect(half.warnings).toEqual([{ code: 'write/no-dicom-comparison' }]);
    const volumes = (await readFile(join(out, 'dicom', 'volumes.dcm'))).toString('latin1');
    expect(volumes).not.toContain('deformable registration');
    const report = atrophyReportSchema.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
    expect(report.warnings.map(({ code }) => code)).toContain('write/no-dicom-comparison');
  });

  it.each([
    ['change-ahead.dcm', 'course=ad; samples=2; age, years=72'],
    ['volumes-future.dcm', 'course=ad; samples=2; age, years=72'],
    ['change-measured.dcm', 'change by deformable registration of two dates; outlines by model'],
    ['volumes.dcm', 'change by deformable registration of two dates; outlines by model'],
  ])('says how the values of %s came about', async (name, words) => {
    const text = (await written(join('dicom', name))).toString('latin1');
    expect(text).toContain(words);
    expect(text.includes('seed 1')).toBe(words.startsWith('course'));
  });

  it.each([
    ['scan_T1', /^ACQUIRED 2020-03-01/],
    ['earlier_T1', /^SYNTHETIC - GENERATED SCAN 2018-03-01/],
    ['counterpart_T1', /^SYNTHETIC - HEALTHY COUNTERPART/],
    ['future_T1', /^SYNTHETIC - PREDICTED \+5 y/],
    ['change_since', /^% SYNTHETIC - HEALTHY COUNTERPART/],
    ['change_ahead', /^%\/year SYNTHETIC - PREDICTED \+5 y/],
    ['change_measured', /^%\/year SYNTHETIC - GENERATED SCAN/],
    ['labels', /^0 background 1 white/],
  ])('says in %s.nii.gz what it is', async (name, description) => {
    const bytes = gunzipSync(await written(join('nifti', `${name}.nii.gz`)));
    expect(bytes.subarray(148, 228).toString('latin1').split('\0')[0]).toMatch(description);
  });
});
