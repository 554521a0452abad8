import { describe, expect, it } from 'vitest';
import { identityAffine, composeAffine } from '../../../../electron/core/base/affine.ts';
import { ExpectedError } from '../../../../electron/core/base/expected-error.ts';
import { registerVolumes, type RegisterOptions } from '../../../../electron/core/register/register-volume.ts';
import type { RigidEngine } from '../../../../electron/core/register/rigid-engine.ts';
import { rigidMotion } from '../../../../electron/core/register/rigid-motion.ts';
import { motionDifference } from '../../../fixtures/motion-difference.ts';
import { headPhantom, phantomGrid, phantomMask } from '../../../fixtures/head-phantom.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';

const grid = phantomGrid([5, 5, 6]);
const fixed = headPhantom(grid);
const options: RegisterOptions = { date: '2020-01-02', sequence: 'T1c', fixedRegion: phantomMask(grid, 'brain') };
const small = volumeOf(plainGrid([12, 12, 12], [4, 4, 4]), (i, j, k) => 100 * Math.sin(i + 2 * j) + 50 * k);
const plain: RegisterOptions = { date: '2020-01-02', sequence: 'T1c' };
const content: RigidEngine = { align: () => Promise.resolve(identityAffine) };

describe('registering two volumes', () => {
  it('gives maps that undo each other, and no warning for the same head in another place', async () => {
    const movingToHead = rigidMotion([0.1, 0.05, -0.1], [0, 0, 0], [8, -6, 4]);
    const found = await registerVolumes(fixed, headPhantom(grid, undefined, movingToHead), content, options);
    const there = motionDifference(
      composeAffine(found.movingToFixed, found.fixedToMoving),
      identityAffine,
      [30, 30, 30],
    );
    expect(there.shiftMm).toBeLessThan(1e-9);
    expect(motionDifference(found.movingToFixed, movingToHead, [0, 0, 0]).shiftMm).toBeLessThan(3);
    expect(found.warnings).toEqual([]);
  });

  it('keeps its own start when the engine drifts away', async () => {
    const astray: RigidEngine = { align: () => Promise.resolve(rigidMotion([0, 0, 0.6], [0, 0, 0], [20, 0, 0])) };
    const found = await registerVolumes(fixed, fixed, astray, options);
    expect(motionDifference(found.fixedToMoving, identityAffine, [0, 0, 0]).shiftMm).toBeLessThan(3);
  });

  it('warns of a poor match when the images have nothing in common', async () => {
    const noise = { grid, data: fixed.data.map((_, v) => 500 + 400 * Math.sin(v * v)) };
    const { warnings } = await registerVolumes(fixed, noise, content, options);
    expect(warnings.map(({ code }) => code)).toContain('register/poor-match');
  });

  it('warns when the moving volume covers only a part', async () => {
    const part = phantomGrid([5, 5, 6]);
    const lower = { ...part, size: [part.size[0], part.size[1], 14] as const };
    const { warnings, overlapFraction } = await registerVolumes(fixed, headPhantom(lower), content, options);
    expect(warnings.map(({ code }) => code)).toContain('register/partial-overlap');
    expect(overlapFraction).toBeLessThan(0.7);
  });

  it('names the date when the engine fails', async () => {
    const broken: RigidEngine = { align: () => Promise.reject(new Error('no samples')) };
    const problem = await problemOfPromise(registerVolumes(small, small, broken, plain));
    expect(problem).toEqual({ code: 'register/failed', date: '2020-01-02', reason: 'no samples' });
  });

  it('refuses a motion that is not finite', async () => {
    const broken: RigidEngine = { align: () => Promise.resolve(identityAffine.map(() => NaN)) };
    expect((await problemOfPromise(registerVolumes(small, small, broken, plain))).code).toBe('register/failed');
  });

  it('passes a cancellation on', async () => {
    const cancelled: RigidEngine = { align: () => Promise.reject(new ExpectedError({ code: 'job/cancelled' })) };
    expect(await problemOfPromise(registerVolumes(small, small, cancelled, plain))).toEqual({
      code: 'job/cancelled',
    });
  });
});
