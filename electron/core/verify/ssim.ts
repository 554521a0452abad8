import type { Vec3 } from '../base/vector.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { boundingBox, copyBox, growBox, type VoxelBox } from './bounding-box.ts';
import { requireSameGrid } from './require-same-grid.ts';

const sigmaVoxels = 1.5;
const radiusVoxels = 5;
const [k1, k2] = [0.01, 0.03];

/**
 * Structural similarity with a three-dimensional Gaussian window (sigma 1.5, 11 voxels wide, mirrored at the edges of the
 * grid), averaged inside a mask; NaN for an empty mask.
 *
 * @param range fixed intensity range, the same for every method that is compared
 * @throws RangeError when the images are not on one grid
 * @see Wang 2004, doi:10.1109/TIP.2003.819861; models/common/metrics.py ssim3d
 */
export function ssim(predicted: Volume, actual: Volume, range: number, inside: Mask): number {
  requireSameGrid(predicted, actual, inside);
  const { size } = inside.grid;
  const found = boundingBox(inside.data, size);
  if (found === null) return NaN;
  // Only the mask's surroundings matter; one window radius more keeps the values equal to those of the whole grid.
  const box = growBox(found, radiusVoxels, size);
  const region = copyBox(inside.data, size, box, new Uint8Array(boxVoxels(box)));
  const x = copyBox(predicted.data, size, box, new Float64Array(region.length));
  const y = copyBox(actual.data, size, box, new Float64Array(region.length));
  return meanSimilarity(x, y, region, { size: boxSize(box), range });
}

function meanSimilarity(
  x: Float64Array,
  y: Float64Array,
  region: Uint8Array,
  { size, range }: { size: Vec3; range: number },
): number {
  const smooth = (values: Float64Array): Float64Array => smoothGaussian(values, size);
  const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, v) => value * (b[v] as number));
  const [meanX, meanY] = [smooth(x.slice()), smooth(y.slice())];
  const [squareX, squareY, product] = [smooth(times(x, x)), smooth(times(y, y)), smooth(times(x, y))];
  const [c1, c2] = [(k1 * range) ** 2, (k2 * range) ** 2];
  let [sum, count] = [0, 0];
  for (let v = 0; v < region.length; v++) {
    if (region[v] === 0) continue;
    const [mx, my] = [meanX[v] as number, meanY[v] as number];
    const varianceX = (squareX[v] as number) - mx * mx;
    const varianceY = (squareY[v] as number) - my * my;
    const covariance = (product[v] as number) - mx * my;
    sum += ((2 * mx * my + c1) * (2 * covariance + c2)) / ((mx * mx + my * my + c1) * (varianceX + varianceY + c2));
    count++;
  }
  return sum / count;
}

/** Separable Gaussian, in place; returns its argument. */
function smoothGaussian(values: Float64Array, size: Vec3): Float64Array {
  const [nx, ny, nz] = size;
  const line = new Float64Array(Math.max(nx, ny, nz) + 2 * radiusVoxels);
  for (let row = 0; row < ny * nz; row++) smoothLine(values, line, { start: row * nx, stride: 1, n: nx });
  for (let k = 0; k < nz; k++) {
    for (let i = 0; i < nx; i++) smoothLine(values, line, { start: k * nx * ny + i, stride: nx, n: ny });
  }
  for (let c = 0; c < nx * ny; c++) smoothLine(values, line, { start: c, stride: nx * ny, n: nz });
  return values;
}

function smoothLine(values: Float64Array, line: Float64Array, at: { start: number; stride: number; n: number }): void {
  for (let q = -radiusVoxels; q < at.n + radiusVoxels; q++) {
    line[q + radiusVoxels] = values[at.start + mirrored(q, at.n) * at.stride] as number;
  }
  for (let q = 0, v = at.start; q < at.n; q++, v += at.stride) {
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap++) sum += (weights[tap] as number) * (line[q + tap] as number);
    values[v] = sum;
  }
}

/** Index mirrored about the outer edges of the first and last voxel, as often as needed. */
function mirrored(index: number, n: number): number {
  const period = ((index % (2 * n)) + 2 * n) % (2 * n);
  return period < n ? period : 2 * n - 1 - period;
}

const weights = gaussianWeights();

function gaussianWeights(): Float64Array {
  const raw = Float64Array.from({ length: 2 * radiusVoxels + 1 }, (_, tap) =>
    Math.exp(-((tap - radiusVoxels) ** 2) / (2 * sigmaVoxels ** 2)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

function boxSize(box: VoxelBox): Vec3 {
  return [box.high[0] - box.low[0] + 1, box.high[1] - box.low[1] + 1, box.high[2] - box.low[2] + 1];
}

function boxVoxels(box: VoxelBox): number {
  const [nx, ny, nz] = boxSize(box);
  return nx * ny * nz;
}
