import { randomBytes } from 'node:crypto';
import { totalmem } from 'node:os';
import { ExpectedError } from '../core/base/expected-error.ts';
import type { Mask, Volume } from '../core/base/volume.ts';
import type { VolumeReference, VoxelTicket } from '../contract/voxels.ts';
import { displayRangeOf } from './display-range.ts';

const chunkBytes = 1 << 20;
const largestTicketCount = 256;

/** How a volume is kept. */
export interface PutOptions {
  /** True for everything that a model made. */
  readonly synthetic: boolean;
  /** First window setting; measured inside the head when left out. */
  readonly displayRange?: readonly [number, number];
}

/** Volumes that the window may fetch, within a memory budget: the one unused for longest is dropped first. */
export interface VolumeStore {
  /** Keeps a volume or a mask under a random id; the caller must not change its voxels afterwards. */
  put(volume: Volume | Mask, options: PutOptions): VolumeReference;
  /** @throws ExpectedError 'handle/expired' when the volume was dropped or never existed */
  issueTicket(volumeId: string): VoxelTicket;
  /**
   * Spends a ticket: the voxels in chunks of at most 1 MiB, little endian, columns fastest.
   *
   * @throws ExpectedError 'handle/expired' when the ticket is unknown or spent
   */
  read(token: string): Iterable<Uint8Array>;
  /** Bytes held now. */
  usedBytes(): number;
}

/** A quarter of the machine's memory, at most 4 GiB. */
export function defaultBudgetBytes(): number {
  return Math.min(4 * 2 ** 30, Math.floor(totalmem() / 4));
}

/**
 * An empty store.
 *
 * @param budgetBytes voxel bytes held at most; a single larger volume is kept alone
 */
export function createVolumeStore(budgetBytes: number = defaultBudgetBytes()): VolumeStore {
  const volumes = new Map<string, Uint8Array>();
  const tickets = new Map<string, string>();
  let used = 0;

  const drop = (id: string): void => {
    used -= volumes.get(id)?.byteLength ?? 0;
    volumes.delete(id);
    for (const [token, volumeId] of tickets) if (volumeId === id) tickets.delete(token);
  };
  const makeRoom = (byteLength: number): void => {
    for (const id of volumes.keys()) {
      if (used + byteLength <= budgetBytes) return;
      drop(id);
    }
  };

  return {
    put(volume, { synthetic, displayRange }) {
      const bytes = bytesOf(volume.data);
      makeRoom(bytes.byteLength);
      const volumeId = randomId();
      volumes.set(volumeId, bytes);
      used += bytes.byteLength;
      return {
        volumeId,
        grid: volume.grid,
        type: volume.data instanceof Float32Array ? 'float32' : 'uint8',
        displayRange: displayRange ?? displayRangeOf(volume.data),
        synthetic,
      };
    },
    issueTicket(volumeId) {
      const bytes = volumes.get(volumeId);
      if (!bytes) throw new ExpectedError({ code: 'handle/expired', kind: 'volume' });
      volumes.delete(volumeId);
      volumes.set(volumeId, bytes);
      const token = randomId();
      tickets.set(token, volumeId);
      for (const oldest of tickets.keys()) if (tickets.size > largestTicketCount) tickets.delete(oldest);
      return { token, byteLength: bytes.byteLength };
    },
    read(token) {
      const bytes = volumes.get(tickets.get(token) ?? '');
      tickets.delete(token);
      if (!bytes) throw new ExpectedError({ code: 'handle/expired', kind: 'voxels' });
      return chunksOf(bytes);
    },
    usedBytes: () => used,
  };
}

// Copies: a structured clone of a view would carry the whole array behind it.
function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += chunkBytes) yield bytes.slice(start, start + chunkBytes);
}

// Every platform that Electron and Node run on is little endian: memory order is wire order.
function bytesOf(data: Float32Array | Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function randomId(): string {
  return randomBytes(24).toString('base64url');
}
