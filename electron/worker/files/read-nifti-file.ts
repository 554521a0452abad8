import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { AbortSignalLike } from '../../core/base/signal.ts';
import { niftiFileBytes } from '../../core/decode/decode-nifti.ts';
import { niftiHeaderBytes, readNiftiHeader } from '../../core/decode/nifti-header.ts';

/**
 * Reads a NIfTI file, compressed or not, into one piece of memory of the size that its header names. More than that is
 * never inflated, so that a small archive cannot grow without bound.
 *
 * @param name to use in problems
 * @throws ExpectedError 'nifti/malformed', 'file/not-readable', 'job/cancelled'
 */
export async function readNiftiFile(path: string, name: string, signal?: AbortSignalLike): Promise<Uint8Array> {
  const isCompressed = await beginsWithGzip(path, name);
  const collector = new NiftiCollector(name);
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
  #bytes = new Uint8Array(niftiHeaderBytes);
  #length = 0;
  #isSized = false;

  constructor(name: string) {
    this.#name = name;
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
    const grown = new Uint8Array(Math.max(niftiFileBytes(header, this.#name), this.#length));
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

async function beginsWithGzip(path: string, name: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r');
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0).finally(() => handle.close());
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ExpectedError({ code: 'file/not-readable', file: name, reason });
  }
}

function malformed(file: string, reason: string): ExpectedError {
  return new ExpectedError({ code: 'nifti/malformed', file, reason });
}
