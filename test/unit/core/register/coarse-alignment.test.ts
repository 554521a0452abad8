import { describe, expect, it } from 'vitest';
import { composeAffine } from '../../../../electron/core/base/affine.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { coarseAlignment } from '../../../../electron/core/register/coarse-alignment.ts';
import { rigidMotion } from '../../../../electron/core/register/rigid-motion.ts';
import { motionDifference } from '../../../fixtures/motion-difference.ts';
import { flairLook, headPhantom, phantomGrid, t1cLook } from '../../../fixtures/head-phantom.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const degree = Math.PI / 180;
const cases: readonly [string, Vec3, Vec3][] = [
  ['a nod of 20 degrees', [20, 0, 0], [0, 10, -15]],
  ['a turn and a shift', [-6, 8, 12], [25, -18, 12]],
];

describe('the coarse search', () => {
  const fixed = headPhantom(phantomGrid([5, 5, 6]), { ...t1cLook, tumour: null });

  it.each(cases)('finds %s between two contrasts to within 3 mm and 3 degrees', (_name, turn, shift) => {
    const angles = turn.map((value) => value * degree) as unknown as Vec3;
    const movingToHead = rigidMotion(angles, [0, 0, 0], shift);
    const moving = headPhantom(phantomGrid([5, 5, 5]), flairLook, movingToHead);
    const found = coarseAlignment(fixed, moving);
    // found maps head (fixed) to moving, movingToHead back again
    const rest = motionDifference(
      composeAffine(movingToHead, found),
      rigidMotion([0, 0, 0], [0, 0, 0], [0, 0, 0]),
      [0, 0, 0],
    );
    expect(rest.shiftMm).toBeLessThan(3);
    expect(rest.angleDeg).toBeLessThan(3);
  });

  it('stops when its caller no longer wants it', () => {
    expect(problemOf(() => coarseAlignment(fixed, fixed, { aborted: true }))).toEqual({ code: 'job/cancelled' });
  });
});
