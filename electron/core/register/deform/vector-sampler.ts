import type { Vec3 } from '../../base/vector.ts';

/** Reads a vector field between its voxel centres and leaves the three components in `found`. */
export type VectorSampler = (x: number, y: number, z: number, found: Float64Array) => void;

/**
 * Trilinear sampler of three fields of one grid at once; beyond the outermost voxel centres the value there goes on.
 *
 * @param along components, one value per voxel, columns fastest
 */
export function vectorSampler(
  [first, second, third]: readonly [Float32Array, Float32Array, Float32Array],
  [nx, ny, nz]: Vec3,
): VectorSampler {
  const slice = nx * ny;
  const [places, weights] = [new Int32Array(8), new Float64Array(8)];
  return (x, y, z, found) => {
    const cx = within(x, nx);
    const cy = within(y, ny);
    const cz = within(z, nz);
    const i = Math.floor(cx);
    const j = Math.floor(cy);
    const k = Math.floor(cz);
    const right = i < nx - 1 ? 1 : 0;
    const down = j < ny - 1 ? nx : 0;
    const up = k < nz - 1 ? slice : 0;
    const at = i + nx * j + slice * k;
    for (let corner = 0; corner < 8; corner++) {
      const far = corner & 4;
      places[corner] = at + (corner & 1 ? right : 0) + (corner & 2 ? down : 0) + (far ? up : 0);
      const across = corner & 1 ? cx - i : 1 - cx + i;
      const along = corner & 2 ? cy - j : 1 - cy + j;
      weights[corner] = across * along * (far ? cz - k : 1 - cz + k);
    }
    found[0] = weighted(first, places, weights);
    found[1] = weighted(second, places, weights);
    found[2] = weighted(third, places, weights);
  };
}

function weighted(values: Float32Array, places: Int32Array, weights: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < 8; n++) sum += (weights[n] as number) * (values[places[n] as number] as number);
  return sum;
}

function within(at: number, count: number): number {
  return at < 0 ? 0 : at > count - 1 ? count - 1 : at;
}
