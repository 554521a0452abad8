import type { EngineHealth } from '../contract/api.ts';
import { figure, textTable } from './text-table.ts';

/** What `longview doctor` found, for the terminal. */
export function describeHealth(health: EngineHealth): string {
  const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  const machine = [
    `Node ${health.node}, onnxruntime ${health.onnxruntime}`,
    `${health.cpuCores} CPU cores, ${gigabytes(health.totalMemoryBytes)} of memory, ${gigabytes(health.freeMemoryBytes)} free`,
  ].join('\n');
  const heading = ['model', 'provider', 'state', 'largest error', 's per run', 'reason'];
  const rows = health.providers.map((row) => [
    row.modelId,
    row.provider,
    row.state,
    row.maxAbsError === null ? '-' : row.maxAbsError.toExponential(1),
    figure(row.secondsPerFuture, 2),
    row.reason ?? '',
  ]);
  return `${machine}\n\n${textTable([heading, ...rows])}`;
}
