import { ExpectedError } from '../base/expected-error.ts';
import type { Problem } from '../base/problem.ts';
import type { ImageHeader } from './image-header.ts';

type StoredValues = Uint8Array | Uint16Array | Uint32Array;

const nativeTransferSyntaxes = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1']);
const monochrome = new Set(['MONOCHROME1', 'MONOCHROME2']);

/**
 * Decodes one slice of native pixels: stored bits, two's complement, rescale slope and intercept. MONOCHROME1 is kept as
 * stored; it is inverted on display only.
 *
 * @param pixelBytes value of Pixel Data, little endian, at least rows x columns x bytes long
 * @param target receives rows x columns values, columns fastest; `pixelBytes` may be the end of its memory
 * @throws ExpectedError what `pixelProblem` says, 'dicom/truncated'
 * @see DICOM PS3.5 8.1, PS3.3 C.11.1
 */
export function decodePixels(pixelBytes: Uint8Array, header: ImageHeader, target: Float32Array): void {
  const problem = pixelProblem(header);
  if (problem !== null) throw new ExpectedError(problem);
  const { bitsAllocated, bitsStored, highBit, pixelRepresentation, rescaleSlope, rescaleIntercept } = header.pixels;
  const count = header.geometry.rows * header.geometry.columns;
  if (pixelBytes.length < (count * bitsAllocated) / 8)
    throw new ExpectedError({ code: 'dicom/truncated', file: header.file });
  const stored = storedValues(pixelBytes, bitsAllocated, count);
  // Bits outside bitsStored may hold old overlays: shift them out, and let the second shift bring the sign.
  const [up, down] = [31 - highBit, 32 - bitsStored];
  if (pixelRepresentation === 1) {
    for (let i = 0; i < count; i++)
      target[i] = rescaleSlope * (((stored[i] as number) << up) >> down) + rescaleIntercept;
  } else {
    for (let i = 0; i < count; i++)
      target[i] = rescaleSlope * (((stored[i] as number) << up) >>> down) + rescaleIntercept;
  }
}

/**
 * Says why the pixels of a file cannot be decoded, from its header alone.
 *
 * @returns null when they can
 */
export function pixelProblem({ file, transferSyntaxUid, geometry, pixels }: ImageHeader): Problem | null {
  const unsupported = (reason: string): Problem => ({ code: 'dicom/unsupported-pixels', file, reason });
  if (geometry.rows < 1) return { code: 'dicom/missing-attribute', file, keyword: 'Rows' };
  if (geometry.columns < 1) return { code: 'dicom/missing-attribute', file, keyword: 'Columns' };
  if (pixels.pixelDataOffset === null) return { code: 'dicom/missing-attribute', file, keyword: 'PixelData' };
  if (!nativeTransferSyntaxes.has(transferSyntaxUid))
    return { code: 'dicom/unsupported-transfer-syntax', file, transferSyntaxUid };
  if (pixels.pixelDataLength === null) return unsupported('fragments in an uncompressed file');
  if (pixels.numberOfFrames > 1) return unsupported(`${pixels.numberOfFrames} frames in one file`);
  if (pixels.samplesPerPixel !== 1 || !monochrome.has(pixels.photometricInterpretation))
    return unsupported(`colour (${pixels.photometricInterpretation || 'unnamed'})`);
  const { bitsAllocated, bitsStored, highBit } = pixels;
  if (![8, 16, 32].includes(bitsAllocated)) return unsupported(`${bitsAllocated} bits allocated`);
  const isSound = bitsStored >= 1 && highBit < bitsAllocated && highBit >= bitsStored - 1;
  if (!isSound) return unsupported(`bits ${highBit} to ${highBit - bitsStored + 1} of ${bitsAllocated}`);
  const neededBytes = (geometry.rows * geometry.columns * bitsAllocated) / 8;
  return pixels.pixelDataLength < neededBytes ? { code: 'dicom/truncated', file } : null;
}

function storedValues(bytes: Uint8Array, bitsAllocated: number, count: number): StoredValues {
  if (bitsAllocated === 8) return bytes;
  const size = bitsAllocated / 8;
  // Typed arrays want aligned offsets; every platform that runs this is little endian.
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice(0, count * size);
  return bitsAllocated === 16
    ? new Uint16Array(aligned.buffer, aligned.byteOffset, count)
    : new Uint32Array(aligned.buffer, aligned.byteOffset, count);
}
