import { applyAffine } from '../../electron/core/base/affine.ts';
import { isotropicGrid, voxelToLps, type Grid } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import type { Volume } from '../../electron/core/base/volume.ts';
import { volumeOf } from '../fixtures/volumes.ts';

/** The scan: tilted by seven degrees, not along the axes of the maps. */
export const brainGrid: Grid = {
  size: [128, 160, 84],
  spacingMm: [1.25, 1.25, 2],
  originMm: [-79, -90, -94],
  directions: [
    [1, 0, 0],
    [0, Math.cos(0.12), Math.sin(0.12)],
    [0, -Math.sin(0.12), Math.cos(0.12)],
  ],
};
const mapGrid = isotropicGrid([0, 0, 0], [72, 88, 76], 2);
const coarseGrid = isotropicGrid([0, 0, 0], [36, 44, 38], 4);

/** How far a brain has gone: 0 without disease. */
export type Severity = number;

type Tissue = 'air' | 'scalp' | 'skull' | 'fluid' | 'grey' | 'white' | 'ventricle' | 'hippocampus' | 'deep';

const brightness: Readonly<Record<Tissue, number>> = {
  air: 0,
  scalp: 640,
  skull: 60,
  fluid: 110,
  grey: 400,
  white: 590,
  ventricle: 105,
  hippocampus: 430,
  deep: 470,
};

const within = ([x, y, z]: Vec3, [a, b, c]: Vec3): number => Math.hypot(x / a, y / b, z / c);

/** What lies at a place of the head, LPS millimetres from its middle. */
function tissueAt([x, y, z]: Vec3, severity: Severity): Tissue {
  const head = within([x, y, z], [72, 90, 82]);
  if (head > 1) return 'air';
  if (head > 0.95) return 'scalp';
  if (head > 0.89) return 'skull';
  const fold = Math.sin(x * 0.28 + 1.7 * Math.sin(y * 0.13)) * Math.sin(y * 0.24 + z * 0.21);
  const surface = 0.865 - 0.018 * severity - (0.05 + 0.035 * severity) * Math.max(0, fold) ** 2;
  if (head > surface) return 'fluid';
  const side: Vec3 = [Math.abs(x), y, z];
  const swollen = 1 + 0.22 * severity;
  if (within([side[0] - 9, y + 2, z - 14], [6 * swollen, 27, 9 * swollen]) < 1) return 'ventricle';
  const shrunk = 1 - 0.11 * severity;
  const hippocampus: Vec3 = [side[0] - 26, y - 8, z + 24];
  if (within(hippocampus, [7 * shrunk, 19, 7 * shrunk]) < 1) return 'hippocampus';
  if (within(hippocampus, [8, 20, 8.5]) < 1) return 'fluid';
  if (within([side[0] - 22, y - 1, z - 2], [8, 15, 9]) < 1) return 'deep';
  return head > surface - 0.075 ? 'grey' : 'white';
}

/** A T1 of the head. */
export function scriptedBrain(severity: Severity, seed: number): Volume {
  let state = seed;
  const noise = (): number => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return (state / 4294967296 - 0.5) * 36;
  };
  const toLps = voxelToLps(brainGrid);
  return volumeOf(brainGrid, (i, j, k) =>
    Math.abs(brightness[tissueAt(applyAffine(toLps, [i, j, k]), severity)] + noise()),
  );
}

const percentPerYear: Readonly<Partial<Record<Tissue, number>>> = {
  grey: -2.2,
  white: -0.5,
  deep: -1.1,
  hippocampus: -4.6,
  ventricle: 7.5,
};

/** Change of volume, %/year: NaN beyond the brain, most in the temporal lobes. */
export function scriptedChange(severity: Severity): Volume {
  const toLps = voxelToLps(mapGrid);
  return volumeOf(mapGrid, (i, j, k) => {
    const place = applyAffine(toLps, [i, j, k]);
    const rate = percentPerYear[tissueAt(place, 1)];
    if (rate === undefined) return NaN;
    const low = Math.min(1.5, Math.max(0.2, 0.75 - place[2] / 60));
    return severity * rate * low;
  });
}

/** Standard deviation of the answers, percentage points, on a grid of its own; most round the ventricles. */
export function scriptedSpread(high: number): Volume {
  const toLps = voxelToLps(coarseGrid);
  return volumeOf(coarseGrid, (i, j, k) => high * Math.exp(-within(applyAffine(toLps, [i, j, k]), [30, 38, 32])));
}
