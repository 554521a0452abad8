import type { Grid } from '../../electron/core/base/grid.ts';
import type { Mask, Volume } from '../../electron/core/base/volume.ts';
import { maskOf, volumeOf } from '../fixtures/volumes.ts';

/** A plain head on a small, slightly tilted grid with thick slices: enough to look at, made in a second. */
export const scriptedGrid: Grid = {
  size: [160, 192, 64],
  spacingMm: [1.2, 1.2, 2.5],
  originMm: [-95, -115, -70],
  directions: [
    [1, 0, 0],
    [0, Math.cos(0.05), Math.sin(0.05)],
    [0, -Math.sin(0.05), Math.cos(0.05)],
  ],
};

/** Centre of the lesion in voxels. */
const lesion = [108, 112, 36] as const;

/** Distance from the lesion's centre, in millimetres, with a wavy rim. */
function fromLesionMm(i: number, j: number, k: number): number {
  const [x, y, z] = [(i - lesion[0]) * 1.2, (j - lesion[1]) * 1.2, (k - lesion[2]) * 2.5];
  return Math.hypot(x, y, z) * (1 + 0.12 * Math.sin(3 * Math.atan2(y, x)));
}

/** The head with a lesion of a given radius; brighter rim, dark centre, halo on FLAIR. */
export function scriptedHead(radiusMm: number, sequence: 'T1c' | 'FLAIR', seed: number): Volume {
  let state = seed;
  const noise = (): number => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return (state / 4294967296 - 0.5) * 46;
  };
  return volumeOf(scriptedGrid, (i, j, k) => {
    const head = Math.hypot((i - 80) / 62, (j - 96) / 78, (k - 31) / 33);
    if (head > 1) return Math.abs(noise()) * 0.6;
    if (head > 0.93) return 620 + noise();
    if (head > 0.87) return 90 + noise();
    const away = fromLesionMm(i, j, k);
    const rim = sequence === 'T1c' ? 1150 : 760;
    if (away < radiusMm * 0.7) return (sequence === 'T1c' ? 210 : 520) + noise();
    if (away < radiusMm) return rim + noise();
    if (sequence === 'FLAIR' && away < radiusMm + 14) return 900 + noise();
    const ventricle = Math.hypot((Math.abs(i - 80) - 9) / 6, (j - 92) / 22, (k - 34) / 9);
    if (ventricle < 1) return 110 + noise();
    const folds = Math.sin(i * 0.55 + 2 * Math.sin(j * 0.2)) * Math.sin(j * 0.5 + Math.cos(i * 0.3));
    return (head > 0.72 && folds > 0.1 ? 380 : 520) + noise();
  });
}

/** The lesion's core. */
export function scriptedCore(radiusMm: number): Mask {
  return maskOf(scriptedGrid, (i, j, k) => fromLesionMm(i, j, k) < radiusMm);
}

/** Share of futures that reach each voxel. */
export function scriptedProbability(radiusMm: number): Volume {
  return volumeOf(scriptedGrid, (i, j, k) => {
    const p = (radiusMm + 6 - fromLesionMm(i, j, k)) / 12;
    return p <= 0 ? 0 : Math.min(1, p);
  });
}

/** Voxel by voxel: first minus second. */
export function minus(first: Volume, second: Volume): Volume {
  return { grid: first.grid, data: first.data.map((value, v) => value - (second.data[v] as number)) };
}
