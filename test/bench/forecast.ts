import { fileURLToPath } from 'node:url';
import { isotropicGrid } from '../../electron/core/base/grid.ts';
import { forecastOtherArm, meanCourses } from '../../electron/core/simulate/compare-arms.ts';
import { courseHorizons } from '../../electron/core/simulate/course-horizons.ts';
import { explainForecast } from '../../electron/core/simulate/explain-forecast.ts';
import { forecastPatient } from '../fixtures/forecast-patient.ts';
import { forecastSequences, type ForecastOutput } from '../../electron/core/simulate/forecast-types.ts';
import { prepareForecast } from '../../electron/core/simulate/prepare-forecast.ts';
import { untreated } from '../../electron/core/simulate/treatment.ts';
import { forkStarter } from '../../electron/worker/fork-starter.ts';
import { findModel } from '../../electron/worker/inference/list-models.ts';
import { openInference } from '../../electron/worker/inference/open-inference.ts';
import { fakeInference, roundPatient, testModel } from '../fixtures/forecast-case.ts';
import { secondsRow, secondsSince, type BenchRow } from './row.ts';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** One forecast, twenty sampled futures, a comparison and an explanation of 96^3 voxels with the released model: all that it can be given. */
export async function benchForecast(): Promise<BenchRow[]> {
  const { signal } = new AbortController();
  const model = await findModel(packageRoot, 'glioma-course', 'course');
  const opening = performance.now();
  const inference = await openInference(model, forkStarter, signal);
  const openSeconds = secondsSince(opening);
  const input = roundPatient({
    grid: isotropicGrid([0, 0, 0], [96, 96, 96], 1),
    coreMm: 15,
    oedemaMm: 24,
    previous: { coreMm: 12, oedemaMm: 20, daysBefore: 90 },
    earlier: { coreMm: 10, oedemaMm: 17, daysBefore: 150 },
    horizonDays: 180,
    treatment: { ...untreated, arm: 'radiotherapy-temozolomide' },
    sequences: forecastSequences,
  });
  const run = (samples: number): Promise<ForecastOutput> =>
    forecastPatient(input, inference, model.manifest, { samples, seed: 1, signal, clockMs });
  // The engine lives on between forecasts; its first one also compiles the code that it runs.
  const first = await timed(() => run(1));
  const one = await timed(() => run(1));
  const twenty = await timed(() => run(20));
  const options = { samples: 20, seed: 1, signal };
  const ready = { inference, model: model.manifest };
  const place = await prepareForecast(input, model.manifest, options);
  const other = { ...input.treatment, arm: 'resection' as const };
  const compared = await timed(async () => {
    await forecastOtherArm(place, other, ready, options);
    await meanCourses(place, [input.treatment, other], ready, { ...options, days: courseHorizons(input.horizonDays) });
  });
  const explained = await timed(() => explainForecast(place, ready, options));
  inference.close();
  return [
    secondsRow('start a model and reproduce its golden output', openSeconds, null),
    secondsRow('first forecast of 96^3 voxels after start', first.seconds, 2),
    secondsRow('one forecast of 96^3 voxels, engine warm', one.seconds, 2),
    ...Object.entries(one.value.timingsMs).map(([piece, ms]) => secondsRow(`  of it: ${piece}`, ms / 1000, null)),
    secondsRow('20 sampled futures of 96^3 voxels', twenty.seconds, 20),
    against('20 futures under a second treatment, and the days between', compared.seconds, twenty.seconds),
    against('what moved the model', explained.seconds, twenty.seconds),
    ...(await benchFullSize({ samples: 20, horizonDays: 180 })),
  ];
}

/** What the full-size work costs by itself: 256 x 256 x 180 voxels with a model that answers at once. */
async function benchFullSize({ samples, horizonDays }: FullSize): Promise<BenchRow[]> {
  const grid = isotropicGrid([0, 0, 0], [256, 256, 180], 1);
  const input = roundPatient({ grid, coreMm: 20, oedemaMm: 28, horizonDays });
  const { signal } = new AbortController();
  const inference = fakeInference();
  const { seconds } = await timed(() =>
    forecastPatient(input, inference, testModel, { samples, seed: 1, signal, rivals: ['linear-extrapolation'] }),
  );
  return [secondsRow(`paste back ${samples} futures at 256x256x180, without the model`, seconds, null)];
}

interface FullSize {
  readonly samples: number;
  readonly horizonDays: number;
}

function clockMs(): number {
  return performance.now();
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const startMs = performance.now();
  const value = await work();
  return { seconds: secondsSince(startMs), value };
}

function against(name: string, seconds: number, futuresSeconds: number): BenchRow {
  const rival = { name: '20 futures', value: futuresSeconds };
  return { ...secondsRow(name, seconds, null), rival, ratio: seconds / futuresSeconds };
}
