import { describe, expect, it } from 'vitest';
import {
  coverage,
  ellipsoid,
  ellipsoidDistanceMm,
  smoothIntersection,
  smoothUnion,
  tube,
  tubeDistanceMm,
} from '../../../../electron/worker/demo/shapes.ts';

describe('ellipsoidDistanceMm', () => {
  it('is the exact distance for a ball', () => {
    const ball = ellipsoid([1, 2, 3], [5, 5, 5]);
    for (const [x, expected] of [
      [1.5, -4.5],
      [6, 0],
      [9, 3],
    ] as const) {
      expect(ellipsoidDistanceMm(x, 2, 3, ball)).toBeCloseTo(expected, 9);
    }
  });

  it('is zero on the surface and the short radius inside the centre', () => {
    const egg = ellipsoid([0, 0, 0], [2, 4, 8]);
    expect(ellipsoidDistanceMm(0, 0, 8, egg)).toBeCloseTo(0, 9);
    expect(ellipsoidDistanceMm(2 * Math.SQRT1_2, 4 * Math.SQRT1_2, 0, egg)).toBeCloseTo(0, 9);
    expect(ellipsoidDistanceMm(0, 0, 0, egg)).toBe(-2);
  });
});

describe('tubeDistanceMm', () => {
  it('measures from the nearest cone, with its radius there', () => {
    const bent = tube([0, 0, 0, 1], [10, 0, 0, 3], [10, 10, 0, 3]);
    expect(tubeDistanceMm(5, 4, 0, bent)).toBeCloseTo(2, 9);
    expect(tubeDistanceMm(10, 12, 5, bent)).toBeCloseTo(Math.hypot(2, 5) - 3, 9);
    expect(tubeDistanceMm(-3, 0, 4, bent)).toBeCloseTo(4, 9);
  });
});

describe('joining', () => {
  it('is symmetric, at most the smaller distance, and equal to it where the shapes are far apart', () => {
    for (const [a, b] of [
      [1, 2],
      [-3, -2.5],
      [0, 20],
    ] as const) {
      expect(smoothUnion(a, b, 4)).toBe(smoothUnion(b, a, 4));
      expect(smoothUnion(a, b, 4)).toBeLessThanOrEqual(Math.min(a, b));
      expect(smoothIntersection(a, b, 4)).toBeGreaterThanOrEqual(Math.max(a, b));
    }
    expect(smoothUnion(0, 20, 4)).toBe(0);
  });
});

describe('coverage', () => {
  it('falls from 1 inside to 0 outside, one half on the surface', () => {
    expect([-1, 0, 1].map((distance) => coverage(distance))).toEqual([1, 0.5, 0]);
    const shares = Array.from({ length: 21 }, (_, k) => coverage((k - 10) / 10));
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });
});
