/** A region with one bit per voxel, so that many sampled futures fit into memory. */
export type PackedMask = Uint32Array;

/** Packs a region, 32 voxels to a word. */
export function packMask(inside: Uint8Array): PackedMask {
  const words = new Uint32Array(Math.ceil(inside.length / 32));
  for (let v = 0; v < inside.length; v++) {
    if (inside[v] !== 0) words[v >>> 5] = (words[v >>> 5] as number) | (1 << (v & 31));
  }
  return words;
}

/** The region that was packed: 1 inside, 0 outside. */
export function unpackMask(packed: PackedMask, voxels: number): Uint8Array {
  const inside = new Uint8Array(voxels);
  for (let v = 0; v < voxels; v++) inside[v] = ((packed[v >>> 5] as number) >>> (v & 31)) & 1;
  return inside;
}

/**
 * Jaccard overlap of two packed regions; 1 when both are empty.
 *
 * @param outside voxels of one of them that lie beyond the packed part, where the other has none
 */
export function packedJaccard(a: PackedMask, b: PackedMask, outside = 0): number {
  let [both, either] = [0, outside];
  for (let w = 0; w < a.length; w++) {
    both += bitCount((a[w] as number) & (b[w] as number));
    either += bitCount((a[w] as number) | (b[w] as number));
  }
  return either === 0 ? 1 : both / either;
}

/** Number of bits that are set, by adding neighbours in parallel. */
function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  n = (n + (n >>> 4)) & 0x0f0f0f0f;
  return Math.imul(n, 0x01010101) >>> 24;
}
