import { randomUUID } from 'node:crypto';
import { cpus, freemem, totalmem } from 'node:os';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Problem } from '../../core/base/problem.ts';
import type {
  AtrophyExportAnswer,
  ExportAnswer,
  EngineHealth,
  ModelSummary,
  ProviderHealth,
} from '../../contract/api.ts';
import type { LibraryIndex, Timeline } from '../../contract/library.ts';
import { problemWords } from '../../contract/problem-words.ts';
import type { VolumeReference } from '../../contract/voxels.ts';
import { answerAtrophy } from '../atrophy/answer-atrophy.ts';
import { exportAtrophy } from '../atrophy/export-atrophy.ts';
import type { FinishedAtrophy } from '../atrophy/finished-atrophy.ts';
import { runAtrophy } from '../atrophy/run-atrophy.ts';
import { makeDemoPatient } from '../demo/make-demo-patient.ts';
import { runEvaluation } from '../evaluate/write-evaluation.ts';
import { indexFolder } from '../files/index-folder.ts';
import { loadSeries } from '../files/load-series.ts';
import type { OpenedTimeline } from '../files/loadable-series.ts';
import { openTimeline } from '../files/open-timeline.ts';
import { stageReport, type EngineServices, type HandlerContext, type Handlers } from '../handlers.ts';
import { listModels } from '../inference/list-models.ts';
import { checkProviders, platformProviders, runtimeVersion } from '../inference/open-inference.ts';
import { elastixEngine } from '../register/elastix-engine.ts';
import { answerForecast } from './answer-forecast.ts';
import { exportForecast } from './export-forecast.ts';
import type { FinishedForecast } from './finished-forecast.ts';
import { recent } from './recent.ts';
import { runForecast } from './run-forecast.ts';
import { runSegmentation } from './run-segmentation.ts';

/** Every capability of the engine, over the stages. The newest few time lines are kept, and the newest forecast: it is large. */
export function createHandlers(services: EngineServices): Handlers {
  const timelines = recent<OpenedTimeline>('time line', 8);
  const forecasts = recent<FinishedForecast>('forecast', 1);
  const atrophies = recent<FinishedAtrophy>('forecast', 1);
  const forecastServices = { ...services, registration: elastixEngine(services.processes) };
  return {
    'library.index': ({ path }, context) => index(path, context),
    'timeline.open': async (request, context) => {
      const opened = await openTimeline(request.path, request, stageReport(context), context.signal);
      const timelineId = randomUUID();
      timelines.put(timelineId, opened);
      return { ...opened.timeline, timelineId } satisfies Timeline;
    },
    'volume.load': ({ timelineId, seriesKey }, context) =>
      load(timelines.get(timelineId), seriesKey, services, context),
    'voxels.open': async ({ volumeId }) => services.volumes.issueTicket(volumeId),
    'forecast.run': async (request, context) => {
      const finished = await runForecast(request, forecastServices, context);
      const forecastId = randomUUID();
      forecasts.put(forecastId, finished);
      return answerForecast(forecastId, finished, services.volumes);
    },
    'forecast.export': ({ forecastId, path }, context): Promise<ExportAnswer> =>
      exportForecast(forecasts.get(forecastId), path, services.version, context),
    'atrophy.run': async (request, context) => {
      const finished = await runAtrophy(request, forecastServices, context);
      const atrophyId = randomUUID();
      atrophies.put(atrophyId, finished);
      return answerAtrophy(atrophyId, finished, services.volumes);
    },
    'atrophy.export': ({ atrophyId, path }, context): Promise<AtrophyExportAnswer> =>
      exportAtrophy(atrophies.get(atrophyId), path, services.version, context),
    'segmentation.run': (request, context) => runSegmentation(request, forecastServices, context),
    'evaluation.run': (request, context) => runEvaluation(request, forecastServices, context),
    'models.list': async () => ({ models: await usableModels(services) }),
    'models.check': (_request, context) => health(services, context),
    'demo.create': ({ path }, context) =>
      makeDemoPatient(path, {
        signal: context.signal,
        report: stageReport(context),
      }),
  };
}

async function index(path: string, context: HandlerContext): Promise<LibraryIndex> {
  const folder = await indexFolder(path, stageReport(context), context.signal);
  return folder.index;
}

async function load(
  opened: OpenedTimeline,
  seriesKey: string,
  services: EngineServices,
  { signal }: HandlerContext,
): Promise<VolumeReference> {
  const series = opened.series.get(seriesKey);
  if (!series) throw new ExpectedError({ code: 'handle/expired', kind: 'series' });
  const { volume } = await loadSeries(series, signal);
  return services.volumes.put(volume, { synthetic: series.headers.some(({ syntheticData }) => syntheticData) });
}

/** Models that may be run; a damaged one is left out here and named by `models.check`. */
async function usableModels({ packageRoot }: EngineServices): Promise<ModelSummary[]> {
  const listed = await listModels(packageRoot);
  return listed.flatMap((entry) => {
    if ('problem' in entry) return [];
    const { manifest, sha256, card } = entry.model;
    return [{ manifest, sha256, card }];
  });
}

async function health(services: EngineServices, { signal }: HandlerContext): Promise<EngineHealth> {
  const listed = await listModels(services.packageRoot);
  const providers: ProviderHealth[] = [];
  for (const entry of listed) {
    if ('problem' in entry) providers.push(damaged(entry.id, entry.problem));
    else
      providers.push(
        ...(await checkProviders(entry.model, services.processes, signal, platformProviders(process.platform))),
      );
  }
  return {
    node: process.version,
    onnxruntime: runtimeVersion(),
    totalMemoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    cpuCores: cpus().length,
    providers,
  };
}

/** A model that no provider may run. */
function damaged(modelId: string, problem: Problem): ProviderHealth {
  const { title } = problemWords(problem);
  return { provider: '-', modelId, state: 'refused', maxAbsError: null, secondsPerFuture: null, reason: title };
}
