import type { Vec3 } from '../base/vector.ts';
import type { Mask } from '../base/volume.ts';

/** Which voxels touch: by faces, or by faces, edges and corners. */
export type Connectivity = 6 | 26;

/** Connected parts of a mask. */
export interface Components {
  /** 0 outside, 1..count inside, in the order of `voxels`. */
  readonly labels: Int32Array;
  /** Number of voxels of each part, largest first; part n is at index n - 1. */
  readonly voxels: readonly number[];
}

/** Connected parts of a mask, largest first; equal sizes keep the order of their first voxel. */
export function connectedComponents(mask: Mask, connectivity: Connectivity = 26): Components {
  const labels = new Int32Array(mask.data.length);
  const queue = new Int32Array(mask.data.length);
  const visit = neighbourVisitor(mask.grid.size, connectivity);
  const sizes: number[] = [];
  for (let seed = 0; seed < labels.length; seed++) {
    if (mask.data[seed] === 0 || labels[seed] !== 0) continue;
    const label = sizes.length + 1;
    labels[seed] = label;
    queue[0] = seed;
    let filled = 1;
    const take = (v: number): void => {
      if (mask.data[v] === 0 || labels[v] !== 0) return;
      labels[v] = label;
      queue[filled++] = v;
    };
    for (let next = 0; next < filled; next++) visit(queue[next] as number, take);
    sizes.push(filled);
  }
  return sortBySize(labels, sizes);
}

/** The largest connected part of a mask; an empty mask stays empty. */
export function largestComponent(mask: Mask, connectivity: Connectivity = 26): Mask {
  const { labels } = connectedComponents(mask, connectivity);
  const data = new Uint8Array(labels.length);
  for (let v = 0; v < data.length; v++) data[v] = labels[v] === 1 ? 1 : 0;
  return { grid: mask.grid, data };
}

/** Calls back with the neighbours of a voxel that lie on the grid. */
export function neighbourVisitor(
  size: Vec3,
  connectivity: Connectivity,
): (v: number, take: (neighbour: number) => void) => void {
  const [nx, ny, nz] = size;
  const steps: (readonly [number, number, number])[] = [];
  for (let dz = -1; dz <= 1; dz++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const reach = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
        if (reach > 0 && (connectivity === 26 || reach === 1)) steps.push([dx, dy, dz]);
      }
    }
  }
  return (v, take) => {
    const x = v % nx;
    const rest = (v - x) / nx;
    const y = rest % ny;
    const z = (rest - y) / ny;
    for (const [dx, dy, dz] of steps) {
      if (x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny || z + dz < 0 || z + dz >= nz) continue;
      take(v + dx + nx * (dy + ny * dz));
    }
  };
}

function sortBySize(labels: Int32Array, sizes: readonly number[]): Components {
  const order = sizes.map((_, n) => n).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  const rank = new Int32Array(sizes.length + 1);
  order.forEach((old, n) => (rank[old + 1] = n + 1));
  for (let v = 0; v < labels.length; v++) labels[v] = rank[labels[v] as number] as number;
  return { labels, voxels: order.map((old) => sizes[old] ?? 0) };
}
