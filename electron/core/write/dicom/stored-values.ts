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
 * How each slice is stored: with the slope, intercept and sign of its own source, so that unchanged voxels of a series on its
 * own grid keep their stored value to the bit. Where the prediction is brighter than 16 bits allow (32-bit sources), a coarser
 * slope covers it, and stored values change.
 *
 * @param sources one file per slice, or a single one for all (a sequence that is not on its own grid)
 */
export function planStorage(volume: Volume, sources: readonly SourceDataSet[]): readonly Storage[] {
  const slices = volume.grid.size[2];
  const own = sources.map(storageOf);
  const [first] = own;
  if (first === undefined || (own.length !== 1 && own.length !== slices)) throw new RangeError('no source for a slice');
  // One way for the whole series where its source has one: many viewers read it from the first file only.
  if (own.every((storage) => isSame(storage, first))) {
    const common = widened(first, volume.data);
    return Array.from({ length: slices }, () => common);
  }
  const count = volume.grid.size[0] * volume.grid.size[1];
  return own.map((storage, slice) => widened(storage, volume.data.subarray(slice * count, (slice + 1) * count)));
}

function storageOf(source: SourceDataSet): Storage {
  return {
    slope: sourceNumbers(source, 'RescaleSlope')?.[0] ?? 1,
    intercept: sourceNumbers(source, 'RescaleIntercept')?.[0] ?? 0,
    signed: sourceNumbers(source, 'PixelRepresentation')?.[0] === 1,
    rescaled: sourceText(source, 'RescaleSlope') !== null,
  };
}

function isSame(a: Storage, b: Storage): boolean {
  return a.slope === b.slope && a.intercept === b.intercept && a.signed === b.signed && a.rescaled === b.rescaled;
}

function widened(storage: Storage, values: ArrayLike<number>): Storage {
  const { slope, intercept, signed } = storage;
  let [low, high] = [Infinity, -Infinity];
  for (let v = 0; v < values.length; v++) {
    const value = values[v] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const stored = [low, high].map((value) => (value - intercept) / slope);
  const [least, most] = limits(signed);
  const fits = Math.max(...stored) <= most + 0.5 && (!signed || Math.min(...stored) >= least - 0.5);
  if (fits || !(high > low)) return storage;
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
