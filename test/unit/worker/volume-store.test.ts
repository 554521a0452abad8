import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../../electron/core/base/grid.ts';
import type { Volume } from '../../../electron/core/base/volume.ts';
import { createVolumeStore } from '../../../electron/worker/volume-store.ts';

function volumeOf(side: number, fill = 7): Volume {
  return { grid: isotropicGrid([0, 0, 0], [side, side, side], 1), data: new Float32Array(side ** 3).fill(fill) };
}

const joined = (chunks: Iterable<Uint8Array>): Uint8Array => new Uint8Array(Buffer.concat([...chunks]));

describe('the volume store', () => {
  it('gives back the same voxels, in chunks of at most one MiB', () => {
    const store = createVolumeStore();
    const volume = volumeOf(80);
    volume.data[1234] = -3.5;
    const { token, byteLength } = store.issueTicket(store.put(volume, { synthetic: false }).volumeId);
    const chunks = [...store.read(token)];
    expect(Math.max(...chunks.map((chunk) => chunk.byteLength))).toBeLessThanOrEqual(2 ** 20);
    const bytes = joined(chunks);
    expect(bytes.byteLength).toBe(byteLength);
    expect(Buffer.compare(bytes, new Uint8Array(volume.data.buffer))).toBe(0);
  });

  it('spends a ticket on its first use', () => {
    const store = createVolumeStore();
    const { token } = store.issueTicket(store.put(volumeOf(4), { synthetic: true }).volumeId);
    joined(store.read(token));
    expect(() => store.read(token)).toThrow('handle/expired');
  });

  it('never gives two volumes or two tickets the same name', () => {
    const store = createVolumeStore();
    const ids = [1, 2].map(() => store.put(volumeOf(2), { synthetic: false }).volumeId);
    const tokens = [1, 2].map(() => store.issueTicket(ids[0] ?? '').token);
    expect(new Set([...ids, ...tokens]).size).toBe(4);
  });

  it('drops the volume unused for longest when the budget is full', () => {
    const store = createVolumeStore(2 * 4 * 10 ** 3);
    const [first, second] = [
      store.put(volumeOf(10), { synthetic: false }),
      store.put(volumeOf(10), { synthetic: false }),
    ];
    const ticketOfSecond = store.issueTicket(second.volumeId);
    store.issueTicket(first.volumeId);
    store.put(volumeOf(10), { synthetic: false });
    expect(() => store.issueTicket(first.volumeId)).not.toThrow();
    expect(() => store.issueTicket(second.volumeId)).toThrow('handle/expired');
    expect(() => store.read(ticketOfSecond.token)).toThrow('handle/expired');
    expect(store.usedBytes()).toBe(2 * 4 * 10 ** 3);
  });

  it('keeps a single volume that is larger than the budget', () => {
    const store = createVolumeStore(10);
    const reference = store.put(volumeOf(5), { synthetic: false });
    expect(store.issueTicket(reference.volumeId).byteLength).toBe(500);
  });

  it('measures the first window setting on what is not air', () => {
    const store = createVolumeStore();
    const volume = volumeOf(20, 0);
    volume.data.forEach((_, index) => (volume.data[index] = index < 4000 ? index % 20 : 500 + (index % 100)));
    const { displayRange } = store.put(volume, { synthetic: false });
    expect(displayRange[0]).toBeGreaterThanOrEqual(500);
    expect(displayRange[1]).toBeLessThanOrEqual(600);
  });

  it('keeps the window setting that it is given, and shows masks from 0 to 1', () => {
    const store = createVolumeStore();
    expect(store.put(volumeOf(3), { synthetic: true, displayRange: [-5, 5] }).displayRange).toEqual([-5, 5]);
    const mask = { grid: volumeOf(3).grid, data: new Uint8Array(27) };
    expect(store.put(mask, { synthetic: true })).toMatchObject({ type: 'uint8', displayRange: [0, 1] });
  });
});
