import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SourceSeries } from '../../core/write/predicted-series-input.ts';
import { uidFromRandomBytes } from '../../core/write/uid.ts';
import type { NativeImage } from './load-visit.ts';

/** An image with the date of its visit. */
export interface DatedImage {
  readonly date: string;
  readonly image: NativeImage;
}

/** The files of some series, in full; null where one of them did not come as DICOM. */
export async function dicomSources(images: readonly DatedImage[]): Promise<readonly SourceSeries[] | null> {
  if (images.some(({ image }) => image.series.kind !== 'dicom')) return null;
  const sources: SourceSeries[] = [];
  for (const { date, image } of images) {
    const files = await Promise.all(image.series.paths.map((path) => readFile(path)));
    sources.push({ date, sequence: image.sequence, files });
  }
  return sources;
}

/** A UID that no other has. */
export function newUid(): string {
  return uidFromRandomBytes(randomBytes(16));
}

/** SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
