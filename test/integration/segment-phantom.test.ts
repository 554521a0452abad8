import { beforeAll, describe, expect, it } from 'vitest';
import type { Affine } from '../../electron/core/base/affine.ts';
import { maskVolumeMl, maskVoxels, type Mask } from '../../electron/core/base/volume.ts';
import { rigidMotion } from '../../electron/core/register/rigid-motion.ts';
import { brainMask } from '../../electron/core/segment/brain-mask.ts';
import { segmentCore } from '../../electron/core/segment/core-lesion.ts';
import { segmentOedema } from '../../electron/core/segment/oedema-lesion.ts';
import { signedDistanceMm } from '../../electron/core/segment/signed-distance.ts';
import { tissueMask } from '../../electron/core/segment/tissue-mask.ts';
import { flairLook, headPhantom, phantomGrid, phantomMask, t1cLook } from '../fixtures/head-phantom.ts';
import { overlap } from '../fixtures/overlap.ts';
import { plainGrid, volumeOf } from '../fixtures/volumes.ts';

const grid = phantomGrid([2.5, 2.5, 6]);
const t1c = headPhantom(grid);
const flair = headPhantom(grid, flairLook);

describe('the brain of a head', () => {
  const tilted = rigidMotion([0.2, 0.1, 0.1], [0, 0, 0], [5, -5, 3]);
  const cases: readonly [string, 'T1c' | 'FLAIR', Affine | undefined][] = [
    ['T1c', 'T1c', undefined],
    ['FLAIR of a tilted head', 'FLAIR', tilted],
  ];

  it.each(cases)('is found on %s', (_name, sequence, gridToHead) => {
    const head = headPhantom(grid, sequence === 'T1c' ? t1cLook : flairLook, gridToHead);
    const found = brainMask(head, sequence);
    expect(found).not.toBeNull();
    // an outline one 2.5 mm voxel off over the whole surface costs about 0.05
    expect(overlap(found as Mask, phantomMask(grid, 'brain', gridToHead))).toBeGreaterThan(0.93);
  });

  it('is not found where there is none', () => {
    expect(
      brainMask(
        volumeOf(plainGrid([40, 40, 40], [4, 4, 4]), () => 0),
        'T1',
      ),
    ).toBeNull();
    const box = volumeOf(plainGrid([40, 40, 40], [4, 4, 4]), (i, j, k) => 500 + 50 * Math.sin(i * j + 7 * k));
    expect(brainMask(box, 'T1')).toBeNull();
  });
});

describe('tissue and lesions of a head', () => {
  let brain: Mask;
  beforeAll(() => {
    brain = brainMask(t1c, 'T1c') as Mask;
  });

  it('leaves ventricles and furrows out of the tissue and keeps the lesion in', () => {
    const core = phantomMask(grid, 'core');
    const tissue = tissueMask(t1c, 'T1c', brain, core);
    expect(overlap(tissue, phantomMask(grid, 'tissue'))).toBeGreaterThan(0.93);
    expect(core.data.every((value, v) => value === 0 || tissue.data[v] === 1)).toBe(true);
  });

  it('finds the ring with its dark middle, and nothing else', () => {
    const { mask, volumeMl } = segmentCore(t1c, brain);
    expect(overlap(mask, phantomMask(grid, 'core'))).toBeGreaterThan(0.85);
    expect(volumeMl).toBeCloseTo(maskVolumeMl(mask), 9);
  });

  it('finds no lesion in a head without one', () => {
    const healthy = headPhantom(grid, { ...t1cLook, tumour: null });
    expect(maskVoxels(segmentCore(healthy, brain).mask)).toBe(0);
  });

  it('finds the bright surroundings of a core on FLAIR, the core included', () => {
    const core = phantomMask(grid, 'core');
    const whole = segmentOedema(flair, brain, core);
    expect(whole).not.toBeNull();
    expect(overlap(whole as Mask, phantomMask(grid, 'oedema'))).toBeGreaterThan(0.85);
    expect(core.data.every((value, v) => value === 0 || whole?.data[v] === 1)).toBe(true);
  });

  it('finds no oedema around an empty core', () => {
    expect(segmentOedema(flair, brain, { grid, data: new Uint8Array(brain.data.length) })).toBeNull();
  });

  it('measures the distance to an outline with its sign', () => {
    const core = phantomMask(grid, 'core');
    const distance = signedDistanceMm(core);
    expect(distance.every((mm, v) => mm < 0 === (core.data[v] === 1))).toBe(true);
  });
});
