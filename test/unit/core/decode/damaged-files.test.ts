import { describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../../electron/core/base/expected-error.ts';
import { randomStream } from '../../../../electron/core/base/random.ts';
import { decodeNifti } from '../../../../electron/core/decode/decode-nifti.ts';
import { decodePixels } from '../../../../electron/core/decode/decode-pixels.ts';
import { decodeSegmentation } from '../../../../electron/core/decode/decode-segmentation.ts';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { splitSeries } from '../../../../electron/core/decode/split-series.ts';
import { dicomSegmentation } from '../../../fixtures/dicom-segmentation.ts';
import { dicomSlice, dicomStack } from '../../../fixtures/dicom-slice.ts';
import { niftiFile } from '../../../fixtures/nifti-file.ts';

const rounds = 500;
const nested = { '00081140': ['SQ', [{ '00081155': ['UI', '1.2'] }, { '00081140': ['SQ', [{}]] }]] } as const;

/** Changes a few bytes, or cuts the file, in a way that the seed decides. */
function damaged(bytes: Uint8Array, seed: number): Uint8Array {
  const random = randomStream(seed);
  const whole = (below: number): number => Math.floor(random.uniform() * below);
  const copy = random.uniform() < 0.3 ? bytes.slice(0, whole(bytes.length)) : bytes.slice();
  for (let k = whole(6); k >= 0 && copy.length > 0; k--)
    copy[whole(copy.length)] = random.uniform() < 0.5 ? 255 * whole(2) : whole(256);
  return copy;
}

/** Reading may be refused by name, never fail in another way. */
function expectNamed(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  for (let seed = 1; seed <= rounds; seed++) {
    try {
      read(damaged(bytes, seed));
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}

describe('damaged files are read or refused by name, and soon:', () => {
  it.each([
    ['explicit headers', { explicit: true }],
    ['implicit headers', { explicit: false }],
    ['headers with open sequences', { openSequences: true }],
    ['headers without preamble', { bare: true }],
  ])('%s', (_name, encoding) => {
    const startMs = performance.now();
    expectNamed(
      (bytes) => {
        const header = readHeader(bytes, 'x');
        splitSeries([header]);
        const start = header.pixels.pixelDataOffset ?? 0;
        const count = Math.min(10_000, header.geometry.rows * header.geometry.columns);
        decodePixels(
          bytes.subarray(start, start + (header.pixels.pixelDataLength ?? 0)),
          header,
          new Float32Array(count),
        );
      },
      dicomSlice({ elements: nested, encoding }),
    );
    // 500 files on a busy machine; one that hangs would show.
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  it('segmentations', () => {
    const frames = [0, 2, 4].map((z) => ({ segment: 1, z, marked: [1, 2] }));
    expectNamed((bytes) => decodeSegmentation(bytes, 'x'), dicomSegmentation({ columns: 5, rows: 3 }, frames));
  });

  it('NIfTI volumes', () => {
    const sform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
    expectNamed((bytes) => decodeNifti(bytes, 'x'), niftiFile({ size: [4, 3, 2], sform }));
  });

  it('stacks in which one header is damaged', () => {
    const stack = dicomStack(4, 2);
    expectNamed((bytes) => {
      const headers = stack.map((slice, k) => readHeader(k === 2 ? bytes : slice, `${k}`));
      splitSeries(headers);
    }, stack[2] as Uint8Array);
  });
});
