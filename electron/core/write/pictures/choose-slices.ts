import type { Mask } from '../../base/volume.ts';

/**
 * The slices to show: those that cut the regions' common volume into equal parts, most informative for one to three pictures;
 * the middle slice of the grid when there is no region.
 *
 * @param regions masks on one grid
 * @param count how many at most; fewer when the regions span fewer slices
 * @returns slice indices, growing
 */
export function chooseSlices(regions: readonly Mask[], count: number): number[] {
  const grid = regions[0]?.grid;
  if (grid === undefined) return [];
  const perSlice = grid.size[0] * grid.size[1];
  const areas = Array.from({ length: grid.size[2] }, (_, slice) => {
    let area = 0;
    for (const { data } of regions)
      for (let v = slice * perSlice; v < (slice + 1) * perSlice; v++) area += data[v] === 0 ? 0 : 1;
    return area;
  });
  const total = areas.reduce((sum, area) => sum + area, 0);
  if (total === 0) return [Math.floor((grid.size[2] - 1) / 2)];
  const chosen = new Set<number>();
  for (let part = 0; part < count; part++) {
    let left = ((part + 0.5) / count) * total;
    chosen.add(areas.findIndex((area) => (left -= area) < 0));
  }
  return [...chosen].sort((a, b) => a - b);
}
