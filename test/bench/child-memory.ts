import { readdir, readFile } from 'node:fs/promises';

/** Ids of the processes that this one has started and that still run; none where the system has no /proc. */
export async function childProcesses(): Promise<readonly number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const ids = entries.map(Number).filter(Number.isInteger);
  const parents = await Promise.all(ids.map((id) => statusNumber(id, 'PPid')));
  return ids.filter((_, index) => parents[index] === process.pid);
}

/** Sum of the most memory that each of some processes ever held, megabytes; null where the system does not tell. */
export async function peakMegabytes(ids: readonly number[]): Promise<number | null> {
  const peaks = await Promise.all(ids.map((id) => statusNumber(id, 'VmHWM')));
  let sum = 0;
  for (const kilobytes of peaks) {
    if (kilobytes === null) return null;
    sum += kilobytes / 1024;
  }
  return ids.length === 0 ? null : sum;
}

/** A number from /proc/ID/status; null where the process is gone. */
async function statusNumber(id: number, field: string): Promise<number | null> {
  const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
  const found = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status);
  return found === null ? null : Number(found[1]);
}
