import { applyAffine, composeAffine, type Affine } from '../../core/base/affine.ts';
import { voxelCount, voxelToLps, type Grid } from '../../core/base/grid.ts';
import type { Mask, Volume } from '../../core/base/volume.ts';
import type { Anatomy } from './anatomy.ts';
import type { TumourOnDay } from './grow-tumour.ts';
import type { Displacement } from './mass-effect.ts';
import { noiseField, type NoiseField } from './noise-field.ts';
import type { Pause } from './pause.ts';
import { pointSampler, type PointSampler } from './sample-field.ts';
import { smoothStep } from './shapes.ts';

/** Signals of diseased tissue on both sequences, and the levels at which a region begins. */
export interface LesionSignals {
  readonly enhancingT1c: number;
  readonly necroticT1c: number;
  /** Share of the healthy T1c signal that is left in oedema. */
  readonly oedemaT1cFraction: number;
  readonly enhancingFlair: number;
  readonly necroticFlair: number;
  readonly oedemaFlair: number;
  readonly coreLevel: number;
  readonly oedemaLevel: number;
}

/** The head on the day of a visit. */
export interface HeadOnDay {
  readonly anatomy: Anatomy;
  readonly tumour: { readonly grid: Grid; readonly state: TumourOnDay };
  readonly displacement: Displacement;
  readonly signals: LesionSignals;
  readonly seed: number;
}

/** Noise-free pictures and the true regions, on the scanner's grid. */
export interface TrueVisit {
  readonly t1c: Volume;
  readonly flair: Volume;
  readonly core: Mask;
  /** The whole abnormality on FLAIR, core included. */
  readonly oedema: Mask;
}

const partsOfSlice = 3;

/** Pictures the head on a scanner's grid: each slice is the mean of three levels across its thickness. */
export async function renderVisit(
  head: HeadOnDay,
  grid: Grid,
  scannerToHead: Affine,
  pause: Pause,
): Promise<TrueVisit> {
  const [columns, rows, slices] = grid.size;
  const voxels = voxelCount(grid);
  const images = { t1c: new Float32Array(voxels), flair: new Float32Array(voxels) };
  const regions = { core: new Uint8Array(voxels), oedema: new Uint8Array(voxels) };
  const voxelToHead = composeAffine(scannerToHead, voxelToLps(grid));
  const step = [0, 4, 8].map((element) => voxelToHead[element] as number) as [number, number, number];
  const sums = new Float64Array(4 * columns);
  const look = lookAt(head, sums);
  for (let row = 0; row < rows * slices; row++) {
    sums.fill(0);
    for (let part = 0; part < partsOfSlice; part++) {
      const level = Math.floor(row / rows) + (part + 0.5) / partsOfSlice - 0.5;
      const [x, y, z] = applyAffine(voxelToHead, [0, row % rows, level]);
      for (let i = 0; i < columns; i++) look(x + i * step[0], y + i * step[1], z + i * step[2], i);
    }
    for (let i = 0, index = row * columns; i < columns; i++, index++) {
      images.t1c[index] = (sums[4 * i] as number) / partsOfSlice;
      images.flair[index] = (sums[4 * i + 1] as number) / partsOfSlice;
      regions.core[index] = (sums[4 * i + 2] as number) > partsOfSlice / 2 ? 1 : 0;
      regions.oedema[index] = (sums[4 * i + 3] as number) > partsOfSlice / 2 ? 1 : 0;
    }
    if (row % 256 === 255) await pause.breathe();
  }
  const volume = (data: Float32Array): Volume => ({ grid, data });
  const mask = (data: Uint8Array): Mask => ({ grid, data });
  return {
    t1c: volume(images.t1c),
    flair: volume(images.flair),
    core: mask(regions.core),
    oedema: mask(regions.oedema),
  };
}

/** Adds T1c, FLAIR, core share and abnormality share of one point of the head to the sums of a column. */
function lookAt(head: HeadOnDay, sums: Float64Array): (x: number, y: number, z: number, column: number) => void {
  const { anatomy, displacement } = head;
  const push = pointSampler(displacement.grid);
  const body = pointSampler(anatomy.grid);
  const lesion = pointSampler(head.tumour.grid);
  const add = lesionPainter(head, body, lesion, sums);
  return (x, y, z, column) => {
    // nothing moves outside the skull, so air stays air
    if (!body.moveTo(x, y, z) || body.read(anatomy.t1c) === 0) return;
    let u = x;
    let v = y;
    let w = z;
    if (push.moveTo(x, y, z)) {
      u -= push.read(displacement.x);
      v -= push.read(displacement.y);
      w -= push.read(displacement.z);
    }
    if (!body.moveTo(u, v, w)) return;
    if (lesion.moveTo(u, v, w)) {
      add(u, v, w, 4 * column);
      return;
    }
    sums[4 * column] = (sums[4 * column] as number) + body.read(anatomy.t1c);
    sums[4 * column + 1] = (sums[4 * column + 1] as number) + body.read(anatomy.flair);
  };
}

function lesionPainter(head: HeadOnDay, body: PointSampler, lesion: PointSampler, sums: Float64Array) {
  const { anatomy, signals } = head;
  const { proliferating, invading, necrotic, oedema } = head.tumour.state;
  const patchy: NoiseField = noiseField(head.seed, 3.2);
  return (u: number, v: number, w: number, at: number): void => {
    const p = lesion.read(proliferating);
    const n = lesion.read(necrotic);
    const all = p + n + lesion.read(invading) + lesion.read(oedema);
    let t1c = body.read(anatomy.t1c);
    let flair = body.read(anatomy.flair);
    if (all > 1e-3) {
      const patch = patchy(u, v, w);
      const tissue = 1 - body.read(anatomy.fluid);
      const swollen = tissue * smoothStep(0.3, 1.7, (all / signals.oedemaLevel) * (1 + 0.15 * patch));
      const halo = swollen * (1 - 0.3 * body.read(anatomy.grey));
      const solid = tissue * smoothStep(0.5, 1.5, (p + n) / signals.coreLevel);
      const dead = solid * smoothStep(0.2, 0.75, n / (p + n + 1e-6) + 0.1 * patch);
      t1c *= 1 - halo * (1 - signals.oedemaT1cFraction);
      flair += halo * (signals.oedemaFlair * (1 + 0.05 * patch) - flair);
      t1c += solid * (signals.enhancingT1c * (1 + 0.22 * patch) - t1c);
      flair += solid * (signals.enhancingFlair - flair);
      t1c += dead * (signals.necroticT1c * (1 + 0.2 * patch) - t1c);
      flair += dead * (signals.necroticFlair * (1 + 0.1 * patch) - flair);
      sums[at + 2] = (sums[at + 2] as number) + smoothStep(0.5, 1.5, (p + n) / signals.coreLevel);
      sums[at + 3] = (sums[at + 3] as number) + Math.max(swollen, solid);
    }
    sums[at] = (sums[at] as number) + t1c;
    sums[at + 1] = (sums[at + 1] as number) + flair;
  };
}
