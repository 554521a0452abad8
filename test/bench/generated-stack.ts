import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicomFile } from '../fixtures/dicom-file.ts';
import { sliceDataset } from '../fixtures/dicom-slice.ts';

/** A folder of generated CT slices on disk. */
export interface GeneratedStack {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly pixelBytes: number;
  remove(): void;
}

/** Writes a CT stack of square 16-bit slices, with a header of clinical length (about 4 KiB). */
export function generateStack(slices: number, width: number): GeneratedStack {
  const folder = mkdtempSync(join(tmpdir(), 'longview-bench-'));
  mkdirSync(join(folder, 'a'));
  const values = Array.from({ length: width * width }, (_, k) => (k * 7) % 3000);
  const paths = Array.from({ length: slices }, (_, k) => join(folder, 'a', `${String(k).padStart(5, '0')}.dcm`));
  paths.forEach((path, k) => {
    const elements = {
      '00080060': ['CS', 'CT'],
      '00091010': ['OB', new Uint8Array(3600)],
      '00281052': ['DS', '-1024'],
      '00281053': ['DS', '1'],
    } as const;
    const options = { columns: width, rows: width, position: [0, 0, k], instance: k + 1, elements, values };
    writeFileSync(path, dicomFile(sliceDataset(options)));
  });
  const pixelBytes = 2 * slices * width * width;
  return { folder, paths, pixelBytes, remove: () => rmSync(folder, { recursive: true }) };
}
