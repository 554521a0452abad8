import type { Vec3 } from '../base/vector.ts';
import type { Field } from './resample-field.ts';

/**
 * Gaussian smoothing, one axis after the other; beyond the border the edge value holds.
 *
 * @param sigmaMm standard deviation along columns, rows, slices; axes whose sigma is below a fifth of their spacing are left
 *   as they are
 * @returns new values on the same grid
 */
export function smoothField(field: Field, sigmaMm: Vec3): Float32Array {
  const [nx, ny, nz] = field.grid.size;
  const out = new Float32Array(field.data);
  const axes = [
    { length: nx, stride: 1, starts: lineStarts(ny * nz, nx, 1, 0) },
    { length: ny, stride: nx, starts: lineStarts(nx * nz, 1, nx, nx * ny) },
    { length: nz, stride: nx * ny, starts: lineStarts(nx * ny, 1, nx * ny, 0) },
  ];
  axes.forEach((axis, k) => {
    const sigma = (sigmaMm[k] ?? 0) / (field.grid.spacingMm[k] ?? 1);
    if (sigma >= 0.2 && axis.length > 1) smoothLines(out, axis, gaussianKernel(sigma));
  });
  return out;
}

interface Lines {
  readonly length: number;
  readonly stride: number;
  readonly starts: Int32Array;
}

/** First voxel of every line: `step` apart, and a jump to the next block of `group` lines where lines do not tile evenly. */
function lineStarts(count: number, step: number, group: number, block: number): Int32Array {
  const starts = new Int32Array(count);
  for (let line = 0; line < count; line++) {
    starts[line] = block === 0 ? line * step : Math.floor(line / group) * block + (line % group) * step;
  }
  return starts;
}

/** Half of a symmetric kernel, centre first, the whole summing to one. */
function gaussianKernel(sigmaVoxels: number): Float64Array {
  const radius = Math.max(1, Math.ceil(3 * sigmaVoxels));
  const half = new Float64Array(radius + 1);
  let sum = 0;
  for (let r = 0; r <= radius; r++) {
    half[r] = Math.exp(-(r * r) / (2 * sigmaVoxels * sigmaVoxels));
    sum += (r === 0 ? 1 : 2) * (half[r] as number);
  }
  return half.map((value) => value / sum);
}

function smoothLines(data: Float32Array, lines: Lines, kernel: Float64Array): void {
  const { length, stride, starts } = lines;
  const radius = kernel.length - 1;
  const padded = new Float64Array(length + 2 * radius);
  for (const start of starts) {
    for (let p = 0; p < padded.length; p++) {
      const q = p < radius ? 0 : p - radius >= length ? length - 1 : p - radius;
      padded[p] = data[start + q * stride] as number;
    }
    for (let q = 0; q < length; q++) {
      const centre = q + radius;
      let sum = (kernel[0] as number) * (padded[centre] as number);
      for (let r = 1; r <= radius; r++) {
        sum += (kernel[r] as number) * ((padded[centre - r] as number) + (padded[centre + r] as number));
      }
      data[start + q * stride] = sum;
    }
  }
}
