import type { Reply } from '../../electron/contract/reply.ts';
import type { VolumeReference } from '../../electron/contract/voxels.ts';
import type { Voxels } from '../viewport/voxels.ts';

/** Remembers fetched voxels, so that a volume crosses the socket once; the oldest leave when the budget is full. */
export class VoxelCache {
  private readonly held = new Map<string, Promise<Reply<Voxels>>>();
  private readonly bytes = new Map<string, number>();

  private readonly fetchOnce: (reference: VolumeReference) => Promise<Reply<Voxels>>;
  private readonly budgetBytes: number;

  constructor(fetchOnce: (reference: VolumeReference) => Promise<Reply<Voxels>>, budgetBytes: number) {
    this.fetchOnce = fetchOnce;
    this.budgetBytes = budgetBytes;
  }

  /** The voxels of a volume; a failed fetch is not remembered. */
  readonly load = (reference: VolumeReference): Promise<Reply<Voxels>> => {
    const found = this.held.get(reference.volumeId);
    if (found) {
      this.held.delete(reference.volumeId);
      this.held.set(reference.volumeId, found);
      return found;
    }
    const promise = this.fetchOnce(reference).then((reply) => {
      if (reply.ok) this.keep(reference.volumeId, reply.value.data.byteLength);
      else this.held.delete(reference.volumeId);
      return reply;
    });
    promise.catch(() => this.held.delete(reference.volumeId));
    this.held.set(reference.volumeId, promise);
    return promise;
  };

  clear(): void {
    this.held.clear();
    this.bytes.clear();
  }

  private keep(volumeId: string, byteLength: number): void {
    this.bytes.set(volumeId, byteLength);
    let total = [...this.bytes.values()].reduce((sum, size) => sum + size, 0);
    for (const id of this.held.keys()) {
      if (total <= this.budgetBytes) return;
      const size = this.bytes.get(id);
      if (id === volumeId || size === undefined) continue;
      total -= size;
      this.bytes.delete(id);
      this.held.delete(id);
    }
  }
}
