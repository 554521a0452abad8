import type { Volume } from '../../base/volume.ts';
import { sourceNumbers, sourceText, type SourceDataSet } from './read-elements.ts';

/** How values become 16-bit pixels: value = stored * slope + intercept. */
export interface Storage {
  readonly slope: number;
  readonly intercept: number;
  readonly signed: boolean;
  /** Whether slope and intercept have to be written. */
  readonly rescaled: boolean;
}

/**
 * The source's own slope, intercept and sign, so that unchanged voxels keep their stored value to the bit; where the
 * prediction is brighter than 16 bits allow (32-bit sources), a coarser slope that covers it.
 */
export function planStorage(volume: Volume, source: SourceDataSet): Storage {
  const slope = sourceNumbers(source, 'RescaleSlope')?.[0] ?? 1;
  const intercept = sourceNumbers(source, 'RescaleIntercept')?.[0] ?? 0;
  const signed = sourceNumbers(source, 'PixelRepresentation')?.[0] === 1;
  const rescaled = sourceText(source, 'RescaleSlope') !== null;
  let [low, high] = [Infinity, -Infinity];
  for (const value of volume.data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const stored = [low, high].map((value) => (value - intercept) / slope);
  const [least, most] = limits(signed);
  const fits = Math.max(...stored) <= most + 0.5 && (!signed || Math.min(...stored) >= least - 0.5);
  if (fits || !(high > low)) return { slope, intercept, signed, rescaled };
  const coarser = (high - Math.min(low, intercept)) / (most - least);
  return { slope: coarser, intercept: Math.min(low, intercept) - least * coarser, signed, rescaled: true };
}

/** One slice as little-endian 16-bit pixels; values outside what can be stored (below zero in MR) go to the nearest that can. */
export function storedSlice(volume: Volume, slice: number, storage: Storage): Uint8Array {
  const count = volume.grid.size[0] * volume.grid.size[1];
  const [least, most] = limits(storage.signed);
  const bytes = new Uint8Array(2 * count);
  const view = new DataView(bytes.buffer);
  for (let p = 0, v = slice * count; p < count; p++, v++) {
    const stored = Math.round(((volume.data[v] as number) - storage.intercept) / storage.slope);
    view.setUint16(2 * p, Math.max(least, Math.min(most, stored)) & 0xffff, true);
  }
  return bytes;
}

function limits(signed: boolean): readonly [number, number] {
  return signed ? [-32768, 32767] : [0, 65535];
}
