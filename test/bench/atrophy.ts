import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isotropicGrid } from '../../electron/core/base/grid.ts';
import { forecastAtrophy } from '../../electron/core/simulate/atrophy/forecast-atrophy.ts';
import { insideSkull } from '../../electron/core/simulate/atrophy/inside-skull.ts';
import { forkStarter } from '../../electron/worker/fork-starter.ts';
import { findModel } from '../../electron/worker/inference/list-models.ts';
import { openInference } from '../../electron/worker/inference/open-inference.ts';
import { headPhantom, t1Look } from '../fixtures/head-phantom.ts';
import { childProcesses, peakMegabytes } from './child-memory.ts';
import { secondsRow, secondsSince, type BenchRow } from './row.ts';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
const mostMegabytes = 2500;

/** Healthy counterpart, maps and future of a generated head of 256^3 voxels, with 20 sampled answers to either question. */
export async function benchAtrophy(): Promise<BenchRow[]> {
  if (!existsSync(join(packageRoot, 'models/brain-atrophy/release/manifest.json'))) {
    console.log('skipped: the bench of a brain needs models/brain-atrophy/release');
    return [];
  }
  const { signal } = new AbortController();
  const scan = headPhantom(isotropicGrid([0, 0, 0], [256, 256, 256], 1), t1Look);
  const model = await findModel(packageRoot, 'brain-atrophy', 'atrophy');
  const already = new Set(await childProcesses());
  const opening = performance.now();
  const inference = await openInference(model, forkStarter, signal);
  const openSeconds = secondsSince(opening);
  const supposed = { course: 'ad', years: 5, yearsOfDisease: null, ageYears: 72 } as const;
  const start = performance.now();
  const forecast = await forecastAtrophy(scan, inference, model.manifest, {
    ...supposed,
    samples: 20,
    seed: 1,
    signal,
  });
  if (forecast === null) throw new Error('the generated head is a head');
  insideSkull(forecast.shares, scan.grid);
  const seconds = secondsSince(start);
  const started = (await childProcesses()).filter((id) => !already.has(id));
  const modelMegabytes = await peakMegabytes(started);
  inference.close();
  const engineMegabytes = process.resourceUsage().maxRSS / 1024;
  return [
    secondsRow('start the atrophy model', openSeconds, null),
    secondsRow('atrophy of 256 x 256 x 256, both directions', seconds, null),
    secondsRow('both together, from a scan in memory', openSeconds + seconds, 15),
    memoryRow('most memory of the engine until then', engineMegabytes, null),
    ...(modelMegabytes === null
      ? []
      : [
          memoryRow("most memory of the model's process", modelMegabytes, null),
          memoryRow('both processes', engineMegabytes + modelMegabytes, mostMegabytes),
        ]),
  ];
}

/** Where the system does not tell the memory of another process, no budget is said to be kept. */
function memoryRow(name: string, value: number, budget: number | null): BenchRow {
  return { name, value, unit: 'MB', budget, withinBudget: budget === null ? null : value <= budget };
}
