import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { gridCentreMm, isotropicGrid, lpsToVoxel, voxelToLps } from '../../../../electron/core/base/grid.ts';
import { subtract } from '../../../../electron/core/base/vector.ts';
import type { Volume } from '../../../../electron/core/base/volume.ts';
import { shareBeyond } from '../../../../electron/core/simulate/atrophy/atrophy-map.ts';
import {
  askedKind,
  atrophyConditions,
  marginsOf,
} from '../../../../electron/core/simulate/atrophy/atrophy-question.ts';
import { proportionsOf } from '../../../../electron/core/simulate/atrophy/atrophy-reader.ts';
import { forecastAtrophy } from '../../../../electron/core/simulate/atrophy/forecast-atrophy.ts';
import { structureChanges } from '../../../../electron/core/simulate/atrophy/structure-changes.ts';
import { insideSkull } from '../../../../electron/core/simulate/atrophy/inside-skull.ts';
import { headStatistics } from '../../../../electron/core/segment/normalise-head.ts';
import { sampleImage } from '../../../../electron/core/register/sample-image.ts';
import {
  addedBrightness,
  growingInference,
  growthPerYear,
  testAtrophy,
  testHead,
  ventricleMargin,
} from '../../../fixtures/atrophy-case.ts';

const asked = {
  course: 'ad',
  years: 5,
  yearsOfDisease: 2,
  ageYears: 70,
  samples: 30,
  seed: 3,
  signal: new AbortController().signal,
} as const;

/** Volume after over volume before when all lengths grow for some years. */
const grown = (years: number): number => Math.exp(3 * growthPerYear * years);

function at(volume: Volume, mm: readonly [number, number, number]): number {
  const [i, j, k] = applyAffine(lpsToVoxel(volume.grid), mm).map(Math.round) as [number, number, number];
  const [columns, rows] = volume.grid.size;
  return volume.data[i + columns * (j + rows * k)] as number;
}

describe('forecastAtrophy', async () => {
  const scan = testHead();
  const runs: string[] = [];
  const forecast = await forecastAtrophy(scan, growingInference(runs), testAtrophy, asked);
  if (forecast === null) throw new Error('no head was seen');
  const of = (direction: 'since' | 'ahead', name: string) => {
    const change = forecast[direction].structures.find(({ structure }) => structure === name);
    if (!change) throw new Error(name);
    return change;
  };

  it('encodes once and decodes the middle and every sample of both questions', () => {
    expect(runs.filter((role) => role === 'encoder')).toHaveLength(1);
    expect(runs.filter((role) => role === 'decoder')).toHaveLength(2 * 31);
  });

  it('measures the structures that the model sees, and what they make together', () => {
    const sphere = (radiusMm: number): number => (4 / 3) * Math.PI * (radiusMm / 10) ** 3;
    const { volumesMl } = forecast;
    expect(volumesMl['ventricles']).toBeCloseTo(sphere(20), -1.2);
    expect(forecast.intracranialMl / sphere(68)).toBeCloseTo(1, 1);
    expect(volumesMl['brain']).toBeCloseTo((volumesMl['white'] ?? 0) + (volumesMl['hippocampus'] ?? 0), 3);
    expect(volumesMl).not.toHaveProperty('background');
  });

  it('tells left from right', () => {
    const { left, right } = forecast.hippocampusMl;
    expect(left).toBeCloseTo(forecast.volumesMl['hippocampus'] ?? 0, 1);
    expect(right).toBeLessThan(0.05);
  });

  it('gives the change ahead as later over earlier', () => {
    // The whole brain reaches to the skull, where the answer fades out.
    for (const name of ['ventricles', 'hippocampus']) {
      const change = of('ahead', name);
      expect(change.changePercent).toBeCloseTo(100 * (grown(5) - 1), 0);
      expect(change.thenMl / change.nowMl).toBeCloseTo(grown(5), 2);
    }
  });

  it('gives the change since as the scan over its counterpart', () => {
    const change = of('since', 'ventricles');
    expect(change.thenMl / change.nowMl).toBeCloseTo(1 / grown(2), 2);
    expect(change.changePercent).toBeCloseTo(100 * (grown(2) - 1), 0);
  });

  it('holds the samples between the ends of the interval, which a margin widens', () => {
    const [low, high] = of('ahead', 'hippocampus').interval90;
    expect(low).toBeLessThan(100 * (grown(5) - 1));
    expect(high).toBeGreaterThan(100 * (grown(5) - 1));
    const [narrow, wide] = ['hippocampus', 'ventricles'].map((structure) =>
      of('ahead', structure).interval90.map((percent) => Math.log(1 + percent / 100)),
    );
    expect(wide?.[0]).toBeCloseTo((narrow?.[0] ?? NaN) - 5 * ventricleMargin, 2);
    expect(wide?.[1]).toBeCloseTo((narrow?.[1] ?? NaN) + 5 * ventricleMargin, 2);
  });

  it('gives volumes the interval of the calibration', () => {
    const [ml, [low, high]] = [
      forecast.volumesMl['ventricles'] ?? NaN,
      forecast.volumes90Ml['ventricles'] ?? [NaN, NaN],
    ];
    expect(low).toBeCloseTo(ml * Math.exp(-0.1), 3);
    expect(high).toBeCloseTo(ml * Math.exp(0.1), 3);
    expect(forecast.volumes90Ml['white']).toEqual([forecast.volumesMl['white'], forecast.volumesMl['white']]);
  });

  it('maps the rate where the model sees brain or ventricles, and nothing elsewhere', () => {
    const { change, unit, threshold } = forecast.ahead.map;
    expect(unit).toBe('%/year');
    expect(threshold).toBeCloseTo(1 / 5, 6);
    const [x, y, z] = gridCentreMm(change.grid);
    const point = (dx: number) => [x + dx, y, z] as const;
    expect(at(change, point(4))).toBeCloseTo(100 * (grown(1) - 1), 1);
    expect(at(change, point(28))).toBeCloseTo(100 * (grown(1) - 1), 1);
    expect(at(change, point(84))).toBeNaN();
    // At the skull the answer fades out, and what grew inside is pressed together there.
    expect(shareBeyond(forecast.ahead.map, 'gain')).toBeGreaterThan(0.85);
    expect(shareBeyond(forecast.ahead.map, 'loss')).toBeLessThan(0.1);
  });

  it('spreads the map as the samples differ', () => {
    const [middle = NaN] = [at(forecast.ahead.spread, [6, -4, 10])];
    const perUnit = 100 * grown(5) * 3 * 0.004;
    expect(middle / perUnit).toBeGreaterThan(0.6);
    expect(middle / perUnit).toBeLessThan(1.4);
  });

  it('leads the scan and adds the change of brightness in its units', () => {
    const { image } = forecast.ahead;
    const { grid } = forecast.shares;
    const { deviation } = headStatistics(sampleImage(scan, grid), testAtrophy.normalisation);
    const middle = gridCentreMm(grid);
    expect(at(image, middle) - at(scan, middle)).toBeCloseTo(addedBrightness * 4 * deviation, -1);
    expect(image.grid).toBe(scan.grid);
  });

  it('leaves the skull and everything beyond it as they are', () => {
    const { grid } = forecast.shares;
    const centre = gridCentreMm(grid);
    const toLps = voxelToLps(scan.grid);
    const [columns, rows] = scan.grid.size;
    let [beyond, largest] = [0, 0];
    scan.data.forEach((value, v) => {
      const voxel = [v % columns, Math.floor(v / columns) % rows, Math.floor(v / (columns * rows))] as const;
      const far = Math.hypot(...subtract(applyAffine(toLps, voxel), centre));
      // Half the diagonal of a coarse voxel of 16 mm, and the whole one for the interpolation.
      if (far < 68 + 14 + 28) return;
      beyond++;
      largest = Math.max(largest, Math.abs((forecast.ahead.image.data[v] as number) - value));
    });
    expect(largest).toBeLessThan(5e-4);
    expect(beyond).toBeGreaterThan(1000);
  });

  it('finds the inside of the skull on the grid of the scan', () => {
    const inside = insideSkull(forecast.shares, scan.grid);
    const ml = (inside.data.reduce((sum, value) => sum + value, 0) * 8) / 1000;
    expect(ml / forecast.intracranialMl).toBeCloseTo(1, 1);
  });

  it('says the same for the same seed, and something else for another', async () => {
    const again = await forecastAtrophy(scan, growingInference(), testAtrophy, asked);
    const other = await forecastAtrophy(scan, growingInference(), testAtrophy, { ...asked, seed: 4 });
    expect(again?.ahead.structures).toEqual(forecast.ahead.structures);
    expect(other?.ahead.structures).not.toEqual(forecast.ahead.structures);
  });

  it('gives the whole change where nobody knows the years of disease', async () => {
    const untold = await forecastAtrophy(scan, growingInference(), testAtrophy, {
      ...asked,
      samples: 1,
      course: null,
      yearsOfDisease: null,
    });
    expect(untold?.since.map.unit).toBe('%');
    expect(untold?.since.map.threshold).toBe(1);
  });

  it('sees no head in an empty scan', async () => {
    const empty = { grid: scan.grid, data: new Float32Array(scan.data.length) };
    expect(await forecastAtrophy(empty, growingInference(), testAtrophy, asked)).toBeNull();
  });

  it('stops when it is told to', async () => {
    const stopper = new AbortController();
    stopper.abort();
    const stopped = forecastAtrophy(scan, growingInference(), testAtrophy, { ...asked, signal: stopper.signal });
    await expect(stopped).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
  });

  it('refuses a model whose answer has another size, or wants what nobody gives', async () => {
    const broken = { ...testAtrophy, labels: [...testAtrophy.labels, 'more'] };
    await expect(forecastAtrophy(scan, growingInference(), broken, asked)).rejects.toMatchObject({
      problem: { code: 'model/graph-mismatch' },
    });
    const odd = { ...testAtrophy, conditions: ['weight'] };
    await expect(forecastAtrophy(scan, growingInference(), odd, asked)).rejects.toMatchObject({
      problem: { code: 'model/bad-manifest' },
    });
  });
});

describe('atrophyConditions', () => {
  it('says what is known, with years that count down on the way back', () => {
    const told = atrophyConditions({ direction: 'since', course: 'mci', years: 4, ageYears: 72 }, testAtrophy);
    expect([...told].map((value) => Number(value.toFixed(3)))).toEqual([0, 1, 0, 0, -0.4, 1, 1, 0.72, 1]);
    const untold = atrophyConditions({ direction: 'ahead', course: null, years: 3, ageYears: null }, testAtrophy);
    expect([...untold].map((value) => Number(value.toFixed(3)))).toEqual([0, 0, 0, 1, 0.3, 0, 1, 0, 0]);
  });
});

describe('askedKind', () => {
  it.each([
    ['since', 'ad', 4, 'since'],
    ['since', 'ad', null, 'sinceUntold'],
    ['since', null, 4, 'sinceUntold'],
    ['ahead', 'ad', 4, 'ahead'],
    ['ahead', null, 4, 'aheadUntold'],
  ] as const)('of %s with course %s and years %s is %s', (direction, course, years, kind) => {
    expect(askedKind({ direction, course, years, ageYears: null })).toBe(kind);
  });
});

describe('structureChanges', () => {
  it('never loses more than everything', () => {
    const futures = [{ ventricles: -90 }, { ventricles: 300 }];
    const [change] = structureChanges({ ventricles: 10 }, { ventricles: 12 }, 'earlier', {
      futures,
      margins: { ventricles: 3 },
    });
    expect(change?.interval90[0]).toBeGreaterThan(-100);
  });
});

describe('marginsOf', () => {
  it('grow with the years, and are of the whole change where no years are told', () => {
    const question = { direction: 'ahead', course: 'ad', years: 3, ageYears: null } as const;
    expect(marginsOf(question, testAtrophy)['ventricles']).toBeCloseTo(3 * ventricleMargin, 9);
    expect(marginsOf({ ...question, direction: 'since', years: null }, testAtrophy)['ventricles']).toBe(
      ventricleMargin,
    );
  });
});

describe('proportionsOf', () => {
  it('gives logarithms of shares of the intracranial space, and a voxel to what was not found', () => {
    const grid = isotropicGrid([0, 0, 0], [10, 10, 10], 2);
    const map = (from: number, to: number): Float32Array =>
      Float32Array.from({ length: 1000 }, (_, v) => (v >= from && v < to ? 1 : 0));
    const labels = ['background', 'white', 'grey', 'hippocampus'];
    const maps = [map(500, 1000), map(0, 300), map(300, 500), map(0, 0)];
    const [white, grey, hippocampus] = proportionsOf({ grid, labels, maps });
    expect(white).toBeCloseTo(Math.log(300 / 501), 5);
    expect(grey).toBeCloseTo(Math.log(200 / 501), 5);
    expect(hippocampus).toBeCloseTo(Math.log(1 / 501), 5);
  });
});
