import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { indexFolder } from '../../electron/worker/files/index-folder.ts';
import { loadSeries } from '../../electron/worker/files/load-series.ts';
import { generateStack } from './generated-stack.ts';
import type { BenchRow } from './row.ts';

const slices = 500;
const width = 512;
/** The volume as float32 is exactly twice its 16-bit pixels; the runtime's own growth meanwhile is about 1 MB. */
const noiseBytes = 2e6;

/** What the measuring process sends back. */
interface Measured {
  readonly indexSeconds: number;
  readonly loadSeconds: number;
  readonly peakBytes: number;
}

/**
 * 500 CT slices of 512 x 512: seconds from the folder to the whole volume, and the growth of the process' peak memory over
 * the stored pixel bytes. Measured in a process of its own, since a peak never falls.
 */
export async function benchLoadVolume(): Promise<BenchRow[]> {
  const stack = generateStack(slices, width);
  try {
    const { indexSeconds, loadSeconds, peakBytes } = await measureInChild(stack.folder);
    const seconds = indexSeconds + loadSeconds;
    const ratio = peakBytes / stack.pixelBytes;
    const isWithinMemory = peakBytes <= 2 * stack.pixelBytes + noiseBytes;
    return [
      { name: '500 CT slices, whole volume', value: seconds, unit: 's', budget: 3, withinBudget: seconds <= 3 },
      {
        name: '500 CT slices, peak memory / pixel bytes',
        value: ratio,
        unit: 'x',
        budget: 2,
        withinBudget: isWithinMemory,
      },
    ];
  } finally {
    stack.remove();
  }
}

function measureInChild(folder: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [folder], { execArgv: process.execArgv });
    child.once('message', (measured) => resolve(measured as Measured));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
  });
}

async function measure(folder: string): Promise<Measured> {
  const startMs = performance.now();
  const { series } = await indexFolder(folder);
  const [only] = series.values();
  if (only === undefined) throw new Error('no series');
  const indexedMs = performance.now();
  // Peak memory in KiB, of which what the program itself takes is no matter of the volume.
  const before = process.memoryUsage().rss;
  const { volume } = await loadSeries(only);
  const loadSeconds = (performance.now() - indexedMs) / 1000;
  const peakBytes = 1024 * process.resourceUsage().maxRSS - before;
  if (volume.data.length !== slices * width * width) throw new Error('voxels are missing');
  return { indexSeconds: (indexedMs - startMs) / 1000, loadSeconds, peakBytes };
}

const [, script, folder] = process.argv;
if (script === fileURLToPath(import.meta.url) && folder !== undefined && process.send)
  process.send(await measure(folder));
