import { sameGrid, voxelCount } from '../../base/grid.ts';
import { dot, cross, length } from '../../base/vector.ts';
import type { ParametricMapInput } from './parametric-map-input.ts';

/** Stands where a map means nothing. Far below any change: no volume loses more than all of itself. */
export const padding = -1000;

/** A map as it is stored. */
export interface MapPixels {
  /** Single precision, little endian, columns fastest. */
  readonly bytes: Uint8Array;
  /** Least and greatest stored value, padding included: readers stop at a value that no mapping covers. */
  readonly range: readonly [number, number];
}

/** Directions of a lattice, as cosines: what decimal text and sums leave of exactness. */
const straight = 1e-3;

/**
 * The trusted values, and padding everywhere else.
 *
 * @throws RangeError when map and mask do not fit each other, nothing is trusted, a trusted value is no number or as low as
 *   the padding, or slices are sheared or too many to index (programming faults)
 */
export function mapPixels({ map, trusted }: Pick<ParametricMapInput, 'map' | 'trusted'>): MapPixels {
  requireLattice(map, trusted);
  const bytes = new Uint8Array(4 * map.data.length);
  const view = new DataView(bytes.buffer);
  let [low, high] = [Infinity, -Infinity];
  for (let v = 0; v < map.data.length; v++) {
    const isTrusted = trusted.data[v] !== 0;
    const value = isTrusted ? (map.data[v] as number) : padding;
    if (isTrusted && !(value > padding && value < Infinity))
      throw new RangeError('a trusted value is no change of volume');
    view.setFloat32(4 * v, value, true);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high > padding)) throw new RangeError('nothing in the map is trusted');
  return { bytes, range: [low, high] };
}

function requireLattice({ grid, data }: ParametricMapInput['map'], trusted: ParametricMapInput['trusted']): void {
  if (data.length !== voxelCount(grid) || trusted.data.length !== data.length || !sameGrid(grid, trusted.grid))
    throw new RangeError('map and trusted region lie on different grids');
  if (grid.size.some((count) => !Number.isInteger(count) || count < 1 || count > 0xffff))
    throw new RangeError('a map has 1 to 65535 columns, rows and slices');
  const [across, down, along] = grid.directions;
  const isStraight =
    grid.directions.every((direction) => Math.abs(length(direction) - 1) <= straight) &&
    Math.abs(dot(across, down)) <= straight &&
    Math.abs(Math.abs(dot(cross(across, down), along)) - 1) <= straight;
  if (!isStraight || !grid.spacingMm.every((mm) => mm > 0 && mm < Infinity))
    throw new RangeError('a map has a straight lattice');
}
