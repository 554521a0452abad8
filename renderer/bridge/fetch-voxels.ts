import type { Api } from '../../electron/contract/api.ts';
import type { Reply } from '../../electron/contract/reply.ts';
import type { VolumeReference } from '../../electron/contract/voxels.ts';
import type { Voxels } from '../viewport/voxels.ts';

/** The part of `fetch` that is used here. */
export type Fetch = (address: string, init?: RequestInit) => Promise<Response>;

/** Opens a one-time ticket and fetches the voxels under it; `handle/expired` when the host no longer has them. */
export async function fetchVoxels(api: Api, fetchFrom: Fetch, reference: VolumeReference): Promise<Reply<Voxels>> {
  const ticket = await api.call('voxels.open', { volumeId: reference.volumeId });
  if (!ticket.ok) return ticket;
  const response = await fetchFrom(`/voxels/${encodeURIComponent(ticket.value.token)}`);
  if (!response.ok) return expired;
  const buffer = await response.arrayBuffer();
  const data = reference.type === 'uint8' ? new Uint8Array(buffer) : new Float32Array(buffer);
  const [columns, rows, slices] = reference.grid.size;
  return data.length === columns * rows * slices ? { ok: true, value: { reference, data } } : expired;
}

const expired: Reply<Voxels> = { ok: false, problem: { code: 'handle/expired', kind: 'volume' } };
