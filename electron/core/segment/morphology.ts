import type { Mask } from '../base/volume.ts';
import { squaredDistancesMm2 } from '../register/distance-field.ts';

/** A mask grown by a ball of `radiusMm`, measured between voxel centres. */
export function dilate(mask: Mask, radiusMm: number): Mask {
  return within(mask, radiusMm, 1);
}

/** A mask shrunk by a ball of `radiusMm`. Outside the grid counts as inside: a region cut by the border is not shrunk there. */
export function erode(mask: Mask, radiusMm: number): Mask {
  const grown = within(mask, radiusMm, 0);
  for (let v = 0; v < grown.data.length; v++) grown.data[v] = grown.data[v] === 0 ? 1 : 0;
  return grown;
}

/** Removes what is thinner than a ball of `radiusMm`. */
export function open(mask: Mask, radiusMm: number): Mask {
  return dilate(erode(mask, radiusMm), radiusMm);
}

/** Joins what is closer than twice `radiusMm`. */
export function close(mask: Mask, radiusMm: number): Mask {
  return erode(dilate(mask, radiusMm), radiusMm);
}

/** Voxels inside both masks of one grid. */
export function intersect(a: Mask, b: Mask): Mask {
  const data = new Uint8Array(a.data.length);
  for (let v = 0; v < data.length; v++) data[v] = a.data[v] !== 0 && b.data[v] !== 0 ? 1 : 0;
  return { grid: a.grid, data };
}

/** Voxels inside either of two masks of one grid. */
export function unite(a: Mask, b: Mask): Mask {
  const data = new Uint8Array(a.data.length);
  for (let v = 0; v < data.length; v++) data[v] = a.data[v] !== 0 || b.data[v] !== 0 ? 1 : 0;
  return { grid: a.grid, data };
}

function within(mask: Mask, radiusMm: number, member: 0 | 1): Mask {
  const { size, spacingMm } = mask.grid;
  const squaredMm2 = squaredDistancesMm2({ isMember: mask.data, member, size, spacingMm });
  // Squared distances are sums of rounded products: a voxel exactly on the ball belongs to it.
  const limit = radiusMm * radiusMm * (1 + 1e-6);
  const data = new Uint8Array(mask.data.length);
  for (let v = 0; v < data.length; v++) data[v] = (squaredMm2[v] as number) <= limit ? 1 : 0;
  return { grid: mask.grid, data };
}
