import { icosphere } from './icosphere.ts';

/**
 * Distance from the centre of the mean adult brain to its outer surface, in millimetres, along the 642 directions of
 * `icosphere(3)` (x left, y posterior, z superior). Gaps between the lobes and the brain stem are closed, both halves are alike.
 *
 * Mean over the brain labels of twelve whole-head label maps (SynthSeg, Apache-2.0, https://github.com/BBillot/SynthSeg).
 */
const radiiMm =
  '73 73 79 79 63 57 35 71 66 65 66 65 68 62 67 67 69 80 80 76 69 65 62 68 64 54 69 67 60 50 69 76 67 64 78 78 ' +
  '82 48 48 50 69 65 70 68 69 65 65 67 64 65 63 67 74 64 59 74 67 69 78 77 77 78 77 71 77 74 71 77 80 68 71 63 ' +
  '68 68 68 66 65 68 70 63 65 67 65 65 60 55 64 62 58 62 65 64 66 69 65 72 64 70 55 57 70 64 39 46 44 80 77 71 ' +
  '74 63 71 68 72 74 82 64 66 66 72 69 65 86 82 72 77 82 86 82 66 68 68 66 33 38 33 70 70 39 56 69 66 57 64 68 ' +
  '65 64 65 62 62 60 74 69 66 56 70 66 55 46 64 66 68 68 71 71 71 68 70 69 68 69 68 65 66 66 64 65 64 68 67 67 ' +
  '60 64 62 66 65 66 61 63 64 67 65 66 72 73 68 69 73 71 67 60 58 65 61 66 61 65 73 72 71 67 71 73 68 69 68 63 ' +
  '63 62 76 75 74 77 78 78 79 75 76 79 78 78 77 74 73 70 73 78 74 79 79 74 78 73 75 75 74 72 77 75 70 72 70 75 ' +
  '78 79 80 77 79 80 66 64 60 69 67 69 70 70 75 77 77 72 70 68 69 70 69 68 68 66 67 66 69 69 66 66 68 67 63 65 ' +
  '64 68 67 67 71 71 68 69 69 70 68 62 64 64 63 61 65 66 66 66 65 67 67 68 64 65 64 66 65 67 61 57 61 61 54 59 ' +
  '58 65 64 62 63 64 63 62 60 63 65 59 60 55 64 64 62 61 61 60 65 65 63 65 66 65 65 68 68 67 68 69 67 65 77 72 ' +
  '75 66 67 68 68 66 66 63 64 64 55 61 67 60 53 51 48 70 74 61 68 64 73 71 37 41 39 43 41 42 50 46 53 61 53 48 ' +
  '78 75 80 79 77 80 79 72 74 70 72 70 75 77 60 64 66 75 70 70 69 67 69 77 72 77 77 78 82 70 74 68 81 78 76 65 ' +
  '65 65 66 65 64 66 66 67 68 67 65 73 71 75 64 67 67 70 69 72 83 80 83 84 84 85 86 68 70 80 76 75 76 80 80 83 ' +
  '82 86 85 84 81 84 83 83 83 82 74 76 77 75 58 65 54 76 74 54 65 58 75 77 33 32 33 39 33 38 38 33 39 63 52 52 ' +
  '74 75 65 68 68 70 69 37 36 53 42 42 41 54 68 65 61 70 68 69 53 62 60 65 64 69 72 66 66 67 66 68 68 65 67 66 ' +
  '68 67 65 66 65 65 63 65 63 64 63 64 63 62 64 60 59 64 62 63 63 62 61 58 59 61 61 61 61 60 78 76 78 74 70 67 ' +
  '67 67 71 73 65 67 66 65 66 72 69 70 36 54 41 42 53 74 69 70 68 65 65 60 62 68 70 65 69 64 55 48 51 60 67 41 ' +
  '53 46 41 43 74 71 73 68 61 48 53 61 66 64 65 67 68 68 69 69 67 66 70 69 70 69 68 67 68 67';

/** Directions are looked up on a square that a folded octahedron covers: no trigonometry, about two degrees a cell. */
const cells = 96;

/** Distance from the centre to the surface of the mean brain along a direction that need not have unit length. */
export type SurfaceRadius = (x: number, y: number, z: number) => number;

/** Made on first use; every use needs the same. */
let knownTable: Float32Array | null = null;

/** The mean brain as a smooth star-shaped surface. */
export function meanBrainRadius(): SurfaceRadius {
  const table = (knownTable ??= radiusTable());
  return (x, y, z) => {
    const sum = Math.abs(x) + Math.abs(y) + Math.abs(z) + 1e-12;
    let u = x / sum;
    let v = y / sum;
    if (z < 0) {
      const folded = (1 - Math.abs(v)) * (u < 0 ? -1 : 1);
      v = (1 - Math.abs(u)) * (v < 0 ? -1 : 1);
      u = folded;
    }
    const column = Math.min(cells - 1, Math.floor((u + 1) * 0.5 * cells));
    const row = Math.min(cells - 1, Math.floor((v + 1) * 0.5 * cells));
    return table[row * cells + column] as number;
  };
}

function radiusTable(): Float32Array {
  const radii = radiiMm.split(' ').map(Number);
  const { vertices } = icosphere(3);
  const table = new Float32Array(cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const direction = unfold(((column + 0.5) / cells) * 2 - 1, ((row + 0.5) / cells) * 2 - 1);
      table[row * cells + column] = smoothRadius(direction, vertices, radii);
    }
  }
  return table;
}

/** Unit direction of a point of the square [-1, 1] x [-1, 1]. */
function unfold(u: number, v: number): readonly number[] {
  const z = 1 - Math.abs(u) - Math.abs(v);
  const x = z < 0 ? (1 - Math.abs(v)) * (u < 0 ? -1 : 1) : u;
  const y = z < 0 ? (1 - Math.abs(u)) * (v < 0 ? -1 : 1) : v;
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Mean of the radii around a direction, weighted by a bell of about seven degrees. */
function smoothRadius(direction: readonly number[], vertices: Float64Array, radii: readonly number[]): number {
  let [sum, weights] = [0, 0];
  radii.forEach((radius, n) => {
    let cosine = 0;
    for (let k = 0; k < 3; k++) cosine += (direction[k] ?? 0) * (vertices[3 * n + k] as number);
    if (cosine < 0.95) return;
    const weight = Math.exp((cosine - 1) / 0.008);
    sum += weight * radius;
    weights += weight;
  });
  return sum / weights;
}
