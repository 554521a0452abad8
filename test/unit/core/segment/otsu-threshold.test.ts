import { describe, expect, it } from 'vitest';
import { otsuThreshold } from '../../../../electron/core/segment/otsu-threshold.ts';
import { quantileOfSorted } from '../../../../electron/core/base/percentile.ts';
import { sortedSample } from '../../../../electron/core/segment/sorted-sample.ts';

const values = Float32Array.from({ length: 1000 }, (_, v) => (v % 4 === 0 ? 0.2 + (v % 7) / 100 : 0.9 + (v % 9) / 100));
const all = new Uint8Array(1000).fill(1);

describe('the splitting threshold', () => {
  it('lies between two clusters', () => {
    const edge = otsuThreshold(values, all, [0, 1.4]);
    expect(edge).toBeGreaterThan(0.26);
    expect(edge).toBeLessThan(0.9);
  });

  it('looks only where it is told', () => {
    const upper = all.map((_, v) => (v % 4 === 0 ? 0 : 1));
    expect(otsuThreshold(values, upper, [0, 1.4])).toBeGreaterThan(0.9);
  });
});

describe('quantiles', () => {
  it('interpolate between values', () => {
    const sorted = Float32Array.of(1, 2, 3, 4);
    expect([0, 0.5, 1].map((fraction) => quantileOfSorted(sorted, fraction))).toEqual([1, 2.5, 4]);
    expect(quantileOfSorted(new Float32Array(0), 0.5)).toBeNaN();
  });

  it('come from a thinned sample that keeps the spread', () => {
    const many = Float32Array.from({ length: 10_000 }, (_, v) => (v * 7919) % 10_000);
    const sample = sortedSample(many, 500);
    expect(sample.length).toBe(500);
    expect(Math.abs(quantileOfSorted(sample, 0.5) - 5000)).toBeLessThan(300);
  });
});
