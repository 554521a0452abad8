import { sameGrid, type Grid } from '../base/grid.ts';

/**
 * Stops a comparison of things that do not lie on one grid: a programming fault, since the pipeline brings all to one.
 *
 * @throws RangeError when sizes or positions differ
 */
export function requireSameGrid(...onGrids: readonly { readonly grid: Grid }[]): void {
  const first = onGrids[0];
  if (first === undefined) return;
  for (const other of onGrids) {
    if (other.grid !== first.grid && !sameGrid(first.grid, other.grid)) throw new RangeError('not on one grid');
  }
}
