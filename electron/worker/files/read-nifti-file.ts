import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import { voxelCount } from '../../core/base/grid.ts';
import type { AbortSignalLike } from '../../core/base/signal.ts';
import { niftiFileBytes } from '../../core/decode/decode-nifti.ts';
import { niftiHeaderBytes, readNiftiHeader } from '../../core/decode/nifti-header.ts';
import { refuseTooLarge } from './memory-budget.ts';

/** Deflate makes at most 258 bytes of 2 bits (RFC 1951); a little more for rounding. */
const largestExpansion = 1040;

/**
 * Reads a NIfTI file, compressed or not, into one piece of memory of the size that its header names. More than that is
 * never inflated, so that a small archive cannot grow without bound.
 *
 * @param name to use in problems
 * @throws ExpectedError 'nifti/malformed', 'series/too-large', 'file/not-readable', 'job/cancelled'
 */
export async function readNiftiFile(path: string, name: string, signal?: AbortSignalLike): Promise<Uint8Array> {
  const { isCompressed, fileBytes } = await lookAt(path, name);
  const collector = new NiftiCollector(name, isCompressed ? largestExpansion * fileBytes : fileBytes);
  const collect = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      throwIfCancelled(signal);
      collector.take(chunk);
      if (collector.isComplete) break;
    }
  };
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    if (isCompressed) await pipeline(source, createGunzip({ chunkSize: 1 << 20 }), collect);
    else await pipeline(source, collect);
  } catch (error) {
    // Leaving the loop early tears the streams down, which they report as an error of their own.
    if (!collector.isComplete) throw namedError(error, name);
  }
  return collector.bytes();
}

/** Gathers chunks; knows how many bytes are needed as soon as the header is there. */
class NiftiCollector {
  readonly #name: string;
  readonly #mostBytes: number;
  #bytes = new Uint8Array(niftiHeaderBytes);
  #length = 0;
  #isSized = false;

  /** @param mostBytes what the file can hold at the very most */
  constructor(name: string, mostBytes: number) {
    this.#name = name;
    this.#mostBytes = mostBytes;
  }

  /** Whether everything that the header names is there. */
  get isComplete(): boolean {
    return this.#isSized && this.#length === this.#bytes.length;
  }

  take(chunk: Uint8Array): void {
    const rest = this.#append(chunk);
    if (this.#isSized || this.#length < niftiHeaderBytes) return;
    this.#size();
    this.#append(rest);
  }

  /** The whole file, as far as it went. */
  bytes(): Uint8Array {
    if (!this.#isSized) this.#size();
    return this.#bytes.subarray(0, this.#length);
  }

  #size(): void {
    const header = readNiftiHeader(this.#bytes.subarray(0, this.#length), this.#name);
    const needed = niftiFileBytes(header, this.#name);
    // A header may name any size: nothing is asked of memory that the file cannot fill.
    if (needed > this.#mostBytes) throw malformed(this.#name, 'it ends before its data are complete');
    refuseTooLarge(needed + 4 * voxelCount(header.grid));
    const grown = new Uint8Array(Math.max(needed, this.#length));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#isSized = true;
  }

  #append(chunk: Uint8Array): Uint8Array {
    const taken = Math.min(chunk.length, this.#bytes.length - this.#length);
    this.#bytes.set(chunk.subarray(0, taken), this.#length);
    this.#length += taken;
    return chunk.subarray(taken);
  }
}

function namedError(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return code.startsWith('Z_') ? malformed(file, 'its compressed data are damaged or cut off') : error;
}

async function lookAt(
  path: string,
  name: string,
): Promise<{ readonly isCompressed: boolean; readonly fileBytes: number }> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return { isCompressed: buffer[0] === 0x1f && buffer[1] === 0x8b, fileBytes: (await handle.stat()).size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ExpectedError({ code: 'file/not-readable', file: name, reason });
  }
}

function malformed(file: string, reason: string): ExpectedError {
  return new ExpectedError({ code: 'nifti/malformed', file, reason });
}
