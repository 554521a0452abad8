import { describe, expect, it } from 'vitest';
import { identityAffine } from '../../../../electron/core/base/affine.ts';
import { maskVolumeMl, maskVoxels } from '../../../../electron/core/base/volume.ts';
import { resampleMask } from '../../../../electron/core/register/resample-mask.ts';
import { resampleNearest } from '../../../../electron/core/register/resample-nearest.ts';
import { rigidMotion } from '../../../../electron/core/register/rigid-motion.ts';
import { ballMask, maskOf, plainGrid } from '../../../fixtures/volumes.ts';

const thick = plainGrid([30, 30, 9], [1, 1, 5]);
const ball = ballMask(thick, [15, 15, 4], 11);

describe('a mask on another grid', () => {
  it('stays the same on its own grid', () => {
    expect(resampleMask(ball, thick, identityAffine).data).toEqual(ball.data);
    expect(resampleNearest(ball, thick, identityAffine).data).toEqual(ball.data);
  });

  it('keeps its volume between thick slices', () => {
    const fine = plainGrid([30, 30, 45], [1, 1, 1], [0, 0, -2]);
    const smooth = maskVolumeMl(resampleMask(ball, fine, identityAffine));
    // a ball of 11 mm in slices of 5 mm is known to about a voxel layer
    expect(Math.abs(smooth / maskVolumeMl(ball) - 1)).toBeLessThan(0.06);
  });

  it('is empty beyond the space of the source', () => {
    const away = rigidMotion([0, 0, 0], [0, 0, 0], [500, 0, 0]);
    expect(maskVoxels(resampleMask(ball, thick, away))).toBe(0);
    expect(maskVoxels(resampleNearest(ball, thick, away))).toBe(0);
  });

  it('stays empty when it is empty', () => {
    expect(
      maskVoxels(
        resampleMask(
          maskOf(thick, () => false),
          thick,
          identityAffine,
        ),
      ),
    ).toBe(0);
  });
});
