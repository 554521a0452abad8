import { identityAffine } from '../base/affine.ts';
import { boxAroundGrid, cropData } from '../base/grid-box.ts';
import { gridCentreMm, isotropicGrid, voxelCount, type Grid } from '../base/grid.ts';
import type { Mask, Volume } from '../base/volume.ts';
import { resampleField } from './resample-field.ts';

/**
 * An image on a network's grid. An image with finer voxels is averaged (eight samples a voxel), so that its noise and detail
 * are those of the model's resolution.
 *
 * @param grid cubic, along the LPS axes
 * @returns one value per voxel; the image's smallest value where it was not acquired
 */
export function sampleImage(image: Volume, grid: Grid): Float32Array {
  const outside = smallestValue(image.data);
  const spacing = grid.spacingMm[0];
  if (Math.min(...image.grid.spacingMm) > 0.75 * spacing) return resampleField(image, grid, identityAffine, outside);
  return averageOfEight(resampleField(image, halvedGrid(grid), identityAffine, outside), grid);
}

/**
 * Share of each of the grid's voxels that a mask fills, 0..1, smooth at its edge.
 *
 * @param grid cubic, along the LPS axes
 */
export function sampleFraction(mask: Mask, grid: Grid): Float32Array {
  const box = boxAroundGrid(mask.grid, grid);
  if (box === null) return new Float32Array(voxelCount(grid));
  const part = { grid: box.grid, data: Float32Array.from(cropData(mask.data, box)) };
  return averageOfEight(resampleField(part, halvedGrid(grid), identityAffine, 0), grid);
}

function halvedGrid(grid: Grid): Grid {
  const [columns, rows, slices] = grid.size;
  return isotropicGrid(gridCentreMm(grid), [2 * columns, 2 * rows, 2 * slices], grid.spacingMm[0] / 2);
}

function averageOfEight(fine: Float32Array, grid: Grid): Float32Array {
  const [columns, rows, slices] = grid.size;
  const out = new Float32Array(columns * rows * slices);
  const [stepRow, stepSlice] = [2 * columns, 4 * columns * rows];
  for (let k = 0, v = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0, a = 2 * k * stepSlice + 2 * j * stepRow; i < columns; i++, v++, a += 2) {
        const b = a + stepSlice;
        const near = fineSum(fine, a, stepRow);
        out[v] = (near + fineSum(fine, b, stepRow)) / 8;
      }
    }
  }
  return out;
}

function fineSum(fine: Float32Array, at: number, stepRow: number): number {
  const front = (fine[at] as number) + (fine[at + 1] as number);
  return front + (fine[at + stepRow] as number) + (fine[at + stepRow + 1] as number);
}

/** Smallest value of an array; a plain loop, because reduce over millions of voxels takes seconds. */
export function smallestValue(data: Float32Array): number {
  let least = Infinity;
  for (let v = 0; v < data.length; v++) if ((data[v] as number) < least) least = data[v] as number;
  return least;
}
