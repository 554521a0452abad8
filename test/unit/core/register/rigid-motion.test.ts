import { describe, expect, it } from 'vitest';
import { applyAffine, composeAffine, invertAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps } from '../../../../electron/core/base/grid.ts';
import { moveGrid, rigidMotion } from '../../../../electron/core/register/rigid-motion.ts';
import { motionDifference } from '../../../fixtures/motion-difference.ts';
import { plainGrid } from '../../../fixtures/volumes.ts';

const degree = Math.PI / 180;

describe('a rigid motion', () => {
  it('leaves its centre where the shift puts it', () => {
    const [x, y, z] = applyAffine(rigidMotion([0.3, 0.2, -0.4], [10, -5, 3], [1, 2, 3]), [10, -5, 3]);
    expect([x, y, z].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([11, -3, 6]);
  });

  it('turns about y first, then x, then z, as ITK does', () => {
    const [ax, ay, az] = [20 * degree, 30 * degree, 40 * degree];
    const one = (angles: readonly [number, number, number]) => rigidMotion(angles, [0, 0, 0], [0, 0, 0]);
    const steps = composeAffine(one([0, 0, az]), composeAffine(one([ax, 0, 0]), one([0, ay, 0])));
    one([ax, ay, az]).forEach((value, n) => expect(value).toBeCloseTo(steps[n] ?? 0, 12));
  });

  it('keeps distances', () => {
    const motion = rigidMotion([1, -2, 0.5], [3, 3, 3], [9, 9, 9]);
    const [p, q] = [applyAffine(motion, [1, 2, 3]), applyAffine(motion, [4, 6, 3])];
    expect(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])).toBeCloseTo(5, 12);
  });

  it('moves a grid as it moves its points', () => {
    const grid = plainGrid([4, 5, 6], [1, 2, 3], [7, 8, 9]);
    const motion = rigidMotion([0.1, 0.2, 0.3], [1, 1, 1], [5, -4, 3]);
    const [moved, expected] = [voxelToLps(moveGrid(grid, motion)), composeAffine(motion, voxelToLps(grid))];
    moved.forEach((value, n) => expect(value).toBeCloseTo(expected[n] ?? 0, 12));
  });

  it('differs from itself by nothing and from its inverse by twice its angle', () => {
    const motion = rigidMotion([0, 0, 10 * degree], [0, 0, 0], [3, 0, 0]);
    expect(motionDifference(motion, motion, [5, 5, 5])).toEqual({ angleDeg: 0, shiftMm: 0 });
    expect(motionDifference(motion, invertAffine(motion), [0, 0, 0]).angleDeg).toBeCloseTo(20, 6);
  });
});
