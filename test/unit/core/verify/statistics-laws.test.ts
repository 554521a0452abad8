import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '../../../../electron/core/verify/bootstrap.ts';
import { calibrationError } from '../../../../electron/core/verify/calibration-error.ts';
import { crpsLogVolume } from '../../../../electron/core/verify/crps.ts';
import { edgeBand } from '../../../../electron/core/verify/edge-band.ts';
import { energyDistance } from '../../../../electron/core/verify/energy-distance.ts';
import { jaccard } from '../../../../electron/core/verify/jaccard.ts';
import { logLoss } from '../../../../electron/core/verify/log-loss.ts';
import { normalTail } from '../../../../electron/core/verify/normal-tail.ts';
import { packMask, packedJaccard } from '../../../../electron/core/base/packed-mask.ts';
import { wilcoxonP } from '../../../../electron/core/verify/wilcoxon.ts';
import { wilsonInterval95 } from '../../../../electron/core/verify/wilson-interval.ts';
import { ballMask, maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([33, 29, 15], [1, 1, 2]);
const a = ballMask(grid, [15, 14, 7], 8);
const b = ballMask(grid, [17, 13, 7], 9);
const all = maskOf(grid, () => true);
const nothing = maskOf(grid, () => false);

describe('the band round the true edge', () => {
  it('lies on both sides of the edge and grows with its width', () => {
    const size = (width: number): number => edgeBand(a, all, width).data.reduce((sum, value) => sum + value, 0);
    expect(size(1)).toBeGreaterThan(0);
    expect(size(4)).toBeGreaterThan(size(2));
  });

  it('is empty without a truth', () => {
    expect(edgeBand(nothing, all).data.includes(1)).toBe(false);
    expect(edgeBand(all, all).data.includes(1)).toBe(false);
  });
});

describe('a probability', () => {
  const band = edgeBand(a, all);
  const certain = { grid, data: Float32Array.from(a.data) };
  const half = { grid, data: new Float32Array(a.data.length).fill(0.5) };

  it('costs nothing when it is right and sure, and most when it is sure and wrong', () => {
    expect(calibrationError(certain, a, band)).toBe(0);
    const wrong = { grid, data: certain.data.map((value) => 1 - value) };
    expect(calibrationError(wrong, a, band)).toBe(1);
    const cost = (probability: typeof half): number => logLoss({ probability, futures: 20 }, a, band);
    expect(cost(certain)).toBeLessThan(cost(half));
    expect(cost(half)).toBeLessThan(cost(wrong));
    expect(cost(wrong)).toBeCloseTo(Math.log(40), 6);
  });

  it('of one half everywhere loses ln 2 and is off by what is not half', () => {
    expect(logLoss({ probability: half, futures: 20 }, a, band)).toBeCloseTo(Math.LN2, 12);
  });
});

describe('packed masks', () => {
  it('overlap as the masks do', () => {
    expect(packedJaccard(packMask(a.data), packMask(b.data))).toBeCloseTo(jaccard(a, b), 12);
    expect(packedJaccard(packMask(nothing.data), packMask(nothing.data))).toBe(1);
  });

  it('give futures that are all the truth no distance, and count what lies beyond their part', () => {
    const packed = packMask(a.data);
    expect(energyDistance([packed, packed], { inside: packed, voxelsBeyond: 0 })).toBe(0);
    expect(energyDistance([packed, packed], { inside: packed, voxelsBeyond: 50 })).toBeGreaterThan(0);
  });
});

describe('statistics', () => {
  it('CRPS rewards a spread that holds the truth', () => {
    expect(crpsLogVolume([8, 10, 12], 10, 0.01)).toBeLessThan(crpsLogVolume([13, 13, 13], 10, 0.01));
    expect(crpsLogVolume([20], 10, 0.01)).toBeCloseTo(Math.LN2, 12);
    // Both a factor of 2 off, and as far apart as from the truth twice: 1 - 2 / 2 of a doubling.
    expect(crpsLogVolume([5, 20], 10, 0.01)).toBeCloseTo(0, 12);
  });

  it('the bootstrap is repeatable, holds the mean, and knows one patient only as himself', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const { mean, ci95 } = bootstrapMean(values);
    expect(bootstrapMean(values)).toEqual({ mean, ci95 });
    expect(ci95[0]).toBeLessThan(mean);
    expect(ci95[1]).toBeGreaterThan(mean);
    expect(bootstrapMean([3])).toEqual({ mean: 3, ci95: [3, 3] });
    expect(bootstrapMean([]).mean).toBeNaN();
  });

  it('Wilcoxon is the same for both directions and sees no difference in equal pairs', () => {
    const differences = [1.2, -0.4, 2.2, 0.7, 3.1, -0.2];
    expect(wilcoxonP(differences)).toBeCloseTo(wilcoxonP(differences.map((value) => -value)), 12);
    expect(wilcoxonP([0, 0, 0])).toBe(1);
    expect(wilcoxonP([])).toBe(1);
  });

  it('a Wilson interval stays within 0 and 1 and holds the share', () => {
    const [low, high] = wilsonInterval95(3, 3);
    expect(low).toBeGreaterThan(0.4);
    expect(high).toBeCloseTo(1, 12);
  });

  it.each([
    [0, 0.5],
    [1.959963984540054, 0.025],
    [3.5, 2.3262907903552504e-4],
    [6, 9.865876450376946e-10],
    [-1, 0.8413447460685429],
  ])('the normal tail beyond %d', (z, expected) => {
    expect(normalTail(z) / expected).toBeCloseTo(1, 10);
  });
});
