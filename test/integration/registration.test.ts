import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  applyAffine,
  composeAffine,
  identityAffine,
  invertAffine,
  type Affine,
} from '../../electron/core/base/affine.ts';
import { voxelToLps } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import type { Mask, Volume } from '../../electron/core/base/volume.ts';
import { decodeNifti } from '../../electron/core/decode/decode-nifti.ts';
import { registerVolumes } from '../../electron/core/register/register-volume.ts';
import { rigidMotion } from '../../electron/core/register/rigid-motion.ts';
import { motionDifference } from '../fixtures/motion-difference.ts';
import { brainMask } from '../../electron/core/segment/brain-mask.ts';
import { readNiftiFile } from '../../electron/worker/files/read-nifti-file.ts';
import { elastixEngine } from '../../electron/worker/register/elastix-engine.ts';
import { flairLook, headPhantom, phantomGrid, phantomMask } from '../fixtures/head-phantom.ts';
import { readItkTransform } from '../fixtures/itk-transform.ts';
import { problemOfPromise } from '../fixtures/problem-of.ts';

const degree = Math.PI / 180;
const engine = elastixEngine();

describe('registration of a head that was moved by a known amount', () => {
  const grid = phantomGrid([1.5, 1.5, 3]);
  const fixed = headPhantom(grid);
  const fixedRegion = phantomMask(grid, 'brain');
  const cases: readonly [string, Vec3, Vec3][] = [
    ['a few millimetres and degrees', [3, -2, 4], [4, -7, 5]],
    ['a nod of 18 degrees', [18, 3, -5], [2, 15, -20]],
  ];

  it.each(cases)('recovers %s to half a millimetre and half a degree', async (name, turn, shiftMm) => {
    const movingToFixed = rigidMotion(turn.map((value) => value * degree) as unknown as Vec3, [0, 0, 0], shiftMm);
    const moving = headPhantom(phantomGrid([2, 2, 2]), undefined, movingToFixed);
    const found = await registerVolumes(fixed, moving, engine, { date: '2020-01-01', sequence: 'T1c', fixedRegion });
    const error = motionDifference(found.movingToFixed, movingToFixed, [0, 0, 0]);
    console.info(`${name}: off by ${error.shiftMm.toFixed(2)} mm, ${error.angleDeg.toFixed(2)} degrees`);
    expect(error.shiftMm).toBeLessThan(0.5);
    expect(error.angleDeg).toBeLessThan(0.5);
    expect(found.warnings).toEqual([]);
  });

  it('recovers it between T1 with contrast and FLAIR', async () => {
    const movingToFixed = rigidMotion([5 * degree, 0, -4 * degree], [0, 0, 0], [3, 4, -6]);
    const moving = headPhantom(phantomGrid([2, 2, 2]), flairLook, movingToFixed);
    const found = await registerVolumes(fixed, moving, engine, { date: '2020-01-01', sequence: 'FLAIR', fixedRegion });
    const error = motionDifference(found.movingToFixed, movingToFixed, [0, 0, 0]);
    expect(error.shiftMm).toBeLessThan(0.5);
    expect(error.angleDeg).toBeLessThan(0.5);
  });

  it('gives the same matrix twice', async () => {
    const moving = headPhantom(phantomGrid([3, 3, 4]), undefined, rigidMotion([0.05, 0, 0], [0, 0, 0], [2, 0, 0]));
    const coarse = headPhantom(phantomGrid([3, 3, 4]));
    expect(await engine.align(coarse, moving)).toEqual(await engine.align(coarse, moving));
  });

  it('stops within a second of being cancelled', async () => {
    const controller = new AbortController();
    const running = problemOfPromise(engine.align(fixed, fixed, controller.signal));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const cancelled = performance.now();
    controller.abort();
    expect(await running).toEqual({ code: 'job/cancelled' });
    expect(performance.now() - cancelled).toBeLessThan(1000);
  });
});

const multipleSclerosis = '../shared/data/real/ms-two-dates-nifti/patient01';
const hasMultipleSclerosis = existsSync(multipleSclerosis);
if (!hasMultipleSclerosis)
  console.warn(`skipped: registration against published transforms needs ${multipleSclerosis}`);

describe.skipIf(!hasMultipleSclerosis)('registration of two real FLAIRs 203 days apart', () => {
  it('agrees with the published transforms to a millimetre over the brain', async () => {
    const [fixed, moving] = [await loadNifti('study1_FLAIR.nii.gz'), await loadNifti('study2_FLAIR.nii.gz')];
    const toStudy = (study: 1 | 2): Affine =>
      readItkTransform(`${multipleSclerosis}/study${study}_FLAIR_to_common_space.txt`);
    const published = composeAffine(toStudy(2), invertAffine(toStudy(1)));
    const brain = brainMask(fixed, 'FLAIR') as Mask;
    const options = { date: '2020-01-01', sequence: 'FLAIR', fixedRegion: brain };
    const found = await registerVolumes(fixed, moving, engine, options);
    const [before, after] = [
      meanDistanceMm(identityAffine, published, brain),
      meanDistanceMm(found.fixedToMoving, published, brain),
    ];
    console.info(`published transform: ${before.toFixed(1)} mm away before, ${after.toFixed(2)} mm after`);
    expect(before).toBeGreaterThan(5);
    expect(after).toBeLessThan(1);
    expect(found.warnings).toEqual([]);
  });
});

async function loadNifti(name: string): Promise<Volume> {
  return decodeNifti(await readNiftiFile(`${multipleSclerosis}/${name}`, name), name).volume;
}

function meanDistanceMm(a: Affine, b: Affine, region: Mask): number {
  const toLps = voxelToLps(region.grid);
  const [nx, ny] = region.grid.size;
  let [sum, count] = [0, 0];
  // every seventh voxel is enough for a mean of a linear field
  for (let v = 0; v < region.data.length; v += 7) {
    if (region.data[v] === 0) continue;
    const point = applyAffine(toLps, [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]);
    const [p, q] = [applyAffine(a, point), applyAffine(b, point)];
    sum += Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
    count++;
  }
  return sum / count;
}
