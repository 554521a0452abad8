import type { Mask } from '../base/volume.ts';

/**
 * A mask with its enclosed holes filled: background that cannot reach the border of the grid within its own slice (through
 * faces), and then background that cannot reach it in 3-D.
 */
export function fillHoles(mask: Mask): Mask {
  const data = mask.data.map((value) => (value === 0 ? 0 : 1));
  const [nx, ny, nz] = mask.grid.size;
  const plane = nx * ny;
  for (let k = 0; k < nz; k++) fillSlab(data.subarray(k * plane, (k + 1) * plane), nx, ny, 1);
  if (nz > 2) fillSlab(data, nx, ny, nz);
  return { grid: mask.grid, data };
}

/** Fills in place every zero that has no path of zeros to the border; a single slice has no border above and below. */
function fillSlab(data: Uint8Array, nx: number, ny: number, nz: number): void {
  const reached = new Uint8Array(data.length);
  const queue = new Int32Array(data.length);
  let filled = 0;
  const take = (v: number): void => {
    if (data[v] !== 0 || reached[v] !== 0) return;
    reached[v] = 1;
    queue[filled++] = v;
  };
  forEachBorderVoxel(nx, ny, nz, take);
  for (let next = 0; next < filled; next++) {
    const v = queue[next] as number;
    const x = v % nx;
    const y = Math.floor(v / nx) % ny;
    if (x > 0) take(v - 1);
    if (x < nx - 1) take(v + 1);
    if (y > 0) take(v - nx);
    if (y < ny - 1) take(v + nx);
    if (v >= nx * ny) take(v - nx * ny);
    if (v < (nz - 1) * nx * ny) take(v + nx * ny);
  }
  for (let v = 0; v < data.length; v++) if (reached[v] === 0) data[v] = 1;
}

function forEachBorderVoxel(nx: number, ny: number, nz: number, take: (v: number) => void): void {
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const edge = j === 0 || j === ny - 1 || (nz > 1 && (k === 0 || k === nz - 1));
      const row = nx * (j + ny * k);
      for (let i = 0; i < nx; i += edge || nx === 1 ? 1 : nx - 1) take(row + i);
    }
  }
}
