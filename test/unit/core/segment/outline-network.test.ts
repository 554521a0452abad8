import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { gridCentreMm, voxelToLps, type Grid } from '../../../../electron/core/base/grid.ts';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { maskVolumeMl, maskVoxels, type Mask, type Volume } from '../../../../electron/core/base/volume.ts';
import { normaliseHead } from '../../../../electron/core/segment/normalise-head.ts';
import { outlineByNetwork, type NetworkOutline } from '../../../../electron/core/segment/outline-network.ts';
import type { LesionImages } from '../../../../electron/core/segment/segmentation-description.ts';
import { overlap } from '../../../fixtures/overlap.ts';
import { brightnessNetwork, testSegmentation } from '../../../fixtures/segmentation-case.ts';
import { maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const tumourMm: Vec3 = [25, -15, 20];
const speckMm: Vec3 = [-40, 0, 0];
const from = (p: Vec3, q: Vec3): number => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

/** Air 0, brain 80 and 125, a ring of 200 around a middle of 70, and a bright speck of a few cubic millimetres. */
function brightness(p: Vec3): number {
  if (Math.hypot(p[0] / 70, p[1] / 85, p[2] / 80) >= 1) return 0;
  if (from(p, tumourMm) < 11) return 70;
  return from(p, tumourMm) < 20 || from(p, speckMm) < 2.2 ? 200 : p[0] < 0 ? 80 : 125;
}

function onGrid<T>(grid: Grid, make: typeof volumeOf | typeof maskOf, value: (p: Vec3) => never): T {
  const toLps = voxelToLps(grid);
  return make(grid, (i, j, k) => value(applyAffine(toLps, [i, j, k]))) as T;
}

const head = (grid: Grid): Volume => onGrid(grid, volumeOf, brightness as never);
const ball = (grid: Grid, radiusMm: number): Mask =>
  onGrid(grid, maskOf, ((p: Vec3) => from(p, tumourMm) < radiusMm) as never);
const skull = (grid: Grid): Mask => onGrid(grid, maskOf, ((p: Vec3) => brightness(p) > 0) as never);

function centred(size: Vec3, spacingMm: Vec3, directions?: Grid['directions']): Grid {
  const grid = { ...plainGrid(size, spacingMm), ...(directions && { directions }) };
  const [x, y, z] = gridCentreMm(grid);
  return { ...grid, originMm: [-x, -y, -z] };
}

const [c, s] = [Math.cos(0.25), Math.sin(0.25)];
const thick = centred([50, 60, 30], [3.5, 3.5, 6]);
const never = new AbortController().signal;
const isPartOf = (part: Mask, whole: Mask): boolean =>
  part.data.every((value, v) => value <= (whole.data[v] as number));

async function outline(images: LesionImages, coreAbove?: number): Promise<NetworkOutline> {
  const found = await outlineByNetwork(images, brightnessNetwork(coreAbove), testSegmentation, never);
  if (!found) throw new Error('no head was found');
  return found;
}

describe('a lesion outlined by a network', () => {
  it.each<[string, Grid]>([
    ['fine voxels', centred([50, 60, 56], [3, 3, 3])],
    ['thick slices', thick],
    [
      'sagittal slices',
      centred(
        [60, 60, 40],
        [3.5, 3.5, 4.5],
        [
          [0, 1, 0],
          [0, 0, -1],
          [-1, 0, 0],
        ],
      ),
    ],
    [
      'oblique slices',
      centred(
        [60, 66, 42],
        [3.5, 3.5, 4.5],
        [
          [1, 0, 0],
          [0, c, s],
          [0, -s, c],
        ],
      ),
    ],
  ])('lies where it is, on %s', async (_, grid) => {
    const found = await outline({ T1c: head(grid) });
    // the network's voxels are 4 mm: an edge a quarter of that off costs a ball of 20 mm 0.08
    expect(overlap(found.core, ball(grid, 20))).toBeGreaterThan(0.9);
    expect(overlap(found.brain, skull(grid))).toBeGreaterThan(0.97);
    expect(overlap(found.necrosisOrCavity, ball(grid, 11))).toBeGreaterThan(0.6);
    expect(found.core.grid).toBe(grid);
  });

  it('has no specks and no holes, and every part lies in the one around it', async () => {
    const { core, necrosisOrCavity, oedema, brain } = await outline({ T1c: head(thick), FLAIR: head(thick) });
    expect(Math.abs(maskVolumeMl(core) / maskVolumeMl(ball(thick, 20)) - 1)).toBeLessThan(0.1);
    expect(isPartOf(necrosisOrCavity, core)).toBe(true);
    expect(isPartOf(core, oedema as Mask)).toBe(true);
    expect(isPartOf(oedema as Mask, brain)).toBe(true);
  });

  it('says how sure the network is of its core', async () => {
    const { coreProbability } = await outline({ T1c: head(thick) });
    // logits of 4 inside and -4 outside, holes and edges below
    expect(coreProbability).toBeGreaterThan(0.75);
    expect(coreProbability).toBeLessThan(1 / (1 + Math.exp(-4)));
  });

  it('has no oedema where neither FLAIR nor T2 was acquired', async () => {
    expect((await outline({ T1c: head(thick), T1: head(thick) })).oedema).toBeNull();
    expect((await outline({ T1c: head(thick), T2: head(thick) })).oedema).not.toBeNull();
  });

  it('may be empty', async () => {
    const { core, oedema, coreProbability } = await outline({ FLAIR: head(thick) }, 2);
    expect([maskVoxels(core), coreProbability]).toEqual([0, null]);
    expect(maskVoxels(oedema as Mask)).toBeGreaterThan(0);
  });

  it('is refused where the graph answers something else', async () => {
    const wrong = { run: () => Promise.resolve({ logits: { shape: [1, 1], data: new Float32Array(1) } }) };
    const problem = { code: 'model/graph-mismatch', id: 'test-segmentation' };
    await expect(outlineByNetwork({ T1c: head(thick) }, wrong, testSegmentation, never)).rejects.toMatchObject({
      problem,
    });
    const renamed = { ...testSegmentation, outputs: ['brain', 'core', 'cavity', 'oedema'] };
    await expect(outlineByNetwork({ T1c: head(thick) }, brightnessNetwork(), renamed, never)).rejects.toMatchObject({
      problem,
    });
  });

  it('is not looked for where there is no head', async () => {
    const air = volumeOf(thick, () => 0);
    expect(await outlineByNetwork({ T1c: air }, brightnessNetwork(), testSegmentation, never)).toBeNull();
    expect(await outlineByNetwork({}, brightnessNetwork(), testSegmentation, never)).toBeNull();
  });
});

describe('what a segmentation network is given', () => {
  it('has a channel for every kind of image, zero where it is missing', async () => {
    const network = brightnessNetwork();
    await outlineByNetwork({ FLAIR: head(thick), T1c: head(thick) }, network, testSegmentation, never);
    const [{ images, present } = {}] = network.given;
    expect(images?.shape).toEqual([1, 4, 48, 56, 48]);
    expect([...(present?.data ?? [])]).toEqual([0, 1, 0, 1]);
    const voxels = 48 * 56 * 48;
    const isZero = [0, 1, 2, 3].map((n) => images?.data.subarray(n * voxels, (n + 1) * voxels).every((x) => x === 0));
    expect(isZero).toEqual([true, false, true, false]);
  });

  it('has mean 0 and deviation 1/4 over its foreground, whatever the gain, and is clipped', () => {
    const values = Float32Array.from({ length: 20_000 }, (_, v) => (v % 4 === 0 ? 0 : 100 + 10 * Math.sin(v)));
    const [once, again] = [values, values.map((value) => 7 * value)].map((image) =>
      normaliseHead(image, testSegmentation.normalisation),
    ) as [Float32Array, Float32Array];
    const inside = once.filter((_, v) => v % 4 !== 0);
    expect(inside.reduce((sum, value) => sum + value, 0) / inside.length).toBeCloseTo(0, 4);
    expect(Math.sqrt(inside.reduce((sum, value) => sum + value * value, 0) / inside.length)).toBeCloseTo(0.25, 4);
    expect(once[0]).toBe(-1);
    expect(once.every((value, v) => Math.abs(value - (again[v] as number)) < 1e-5)).toBe(true);
    expect(normaliseHead(new Float32Array(8), testSegmentation.normalisation)).toEqual(new Float32Array(8));
  });
});
