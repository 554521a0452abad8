import { open, type FileHandle } from 'node:fs/promises';
import { constants, gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { Problem } from '../../core/base/problem.ts';
import type { AbortSignalLike } from '../../core/base/signal.ts';
import type { ImageHeader } from '../../core/decode/image-header.ts';
import { isNifti, readNiftiHeader, type NiftiHeader } from '../../core/decode/nifti-header.ts';
import { readHeader } from '../../core/decode/read-header.ts';
import { MoreBytesNeeded } from '../../core/decode/scan-elements.ts';
import type { FoundFile } from './walk-folder.ts';

/** What the beginning of one file says. */
export type FileHead =
  | { readonly kind: 'dicom'; readonly file: FoundFile; readonly header: ImageHeader }
  | { readonly kind: 'nifti'; readonly file: FoundFile; readonly header: NiftiHeader }
  | { readonly kind: 'refused'; readonly file: FoundFile; readonly problem: Problem };

/** Nearly every header ends within this many bytes. */
const beginningBytes = 65_536;
/** A header longer than this is no header. */
const longestHeaderBytes = 64 * 1024 * 1024;
/** Files read at once: enough to keep a disk busy, few enough to leave the process responsive. */
const lanes = 16;

const inflate = promisify(gunzip);

/**
 * Reads the headers of many files, only their first 64 KiB unless a header is longer.
 *
 * @param onRead called after each file
 * @returns one head per file, in the order given
 * @throws ExpectedError 'job/cancelled'
 */
export async function readHeads(
  files: readonly FoundFile[],
  onRead: () => void,
  signal?: AbortSignalLike,
): Promise<readonly FileHead[]> {
  const heads = new Array<FileHead>(files.length);
  let next = 0;
  const runLane = async (): Promise<void> => {
    const buffer = Buffer.allocUnsafeSlow(beginningBytes);
    for (let index = next++; index < files.length; index = next++) {
      throwIfCancelled(signal);
      heads[index] = await readHead(files[index] as FoundFile, buffer);
      onRead();
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, files.length) }, runLane));
  return heads;
}

async function readHead(file: FoundFile, buffer: Buffer): Promise<FileHead> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    return await headOf(file, handle, buffer);
  } catch (error) {
    if (error instanceof ExpectedError) return { kind: 'refused', file, problem: error.problem };
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    return { kind: 'refused', file, problem: { code: 'file/not-readable', file: file.name, reason } };
  } finally {
    await handle?.close();
  }
}

async function headOf(file: FoundFile, handle: FileHandle, buffer: Buffer): Promise<FileHead> {
  const { bytesRead } = await handle.read(buffer, 0, beginningBytes, 0);
  const beginning = buffer.subarray(0, bytesRead);
  if (isNifti(beginning)) return { kind: 'nifti', file, header: readNiftiHeader(beginning, file.name) };
  if (beginning[0] === 0x1f && beginning[1] === 0x8b) {
    const inflated = await inflateBeginning(beginning);
    if (isNifti(inflated)) return { kind: 'nifti', file, header: readNiftiHeader(inflated, file.name) };
  }
  const fileLength = bytesRead < beginningBytes ? bytesRead : (await handle.stat()).size;
  return { kind: 'dicom', file, header: await dicomHeader(file, handle, beginning, fileLength) };
}

async function dicomHeader(
  file: FoundFile,
  handle: FileHandle,
  beginning: Uint8Array,
  fileLength: number,
): Promise<ImageHeader> {
  let bytes = beginning;
  for (;;) {
    try {
      return readHeader(bytes, file.name, fileLength);
    } catch (error) {
      if (!(error instanceof MoreBytesNeeded)) throw error;
      const length = Math.min(fileLength, Math.max(error.bytes + beginningBytes, 2 * bytes.length));
      if (length > longestHeaderBytes)
        throw new ExpectedError({ code: 'dicom/malformed', file: file.name, reason: 'its header does not end' });
      const longer = Buffer.allocUnsafe(length);
      await handle.read(longer, 0, length, 0);
      bytes = longer;
    }
  }
}

/** The first bytes of a gzip archive of which only the beginning is at hand; nothing when it is damaged. */
async function inflateBeginning(bytes: Uint8Array): Promise<Uint8Array> {
  // 2 KiB hold either header. A sync flush makes zlib give what it has instead of missing the end.
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  return inflate(bytes.subarray(0, 4096), options).catch(() => new Uint8Array(0));
}
