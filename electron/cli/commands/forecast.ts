import { resolve } from 'node:path';
import type { ModelKind } from '../../contract/model-manifest.ts';
import type { Request } from '../../contract/requests.ts';
import { describeForecast } from '../describe-forecast.ts';
import { givenBrainOptions, givenLesionOptions, type LesionOptions } from '../kind-options.ts';
import { BadUsage } from '../refusal.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import { scanRequest } from '../scan-options.ts';
import type { Session } from '../session.ts';
import { treatmentRequest } from '../treatment-options.ts';
import { forecastAtrophy, type AtrophyForecastOptions } from './forecast-atrophy.ts';

/** Options of `longview forecast`, as commander parsed them. */
export interface ForecastOptions extends AtrophyForecastOptions, LesionOptions {}

/** Model of a forecast that names none. */
export const defaultModel = 'glioma-course';

/**
 * Forecasts one patient, a lesion or a brain as the model is for, and writes the result folder.
 *
 * @throws BadUsage without a horizon, or with options that the model would ignore
 */
export async function forecast(session: Session, folder: string, options: ForecastOptions): Promise<void> {
  const kind = await kindOf(session, options.model);
  const ofBrains = givenBrainOptions(options);
  // A model that is not here is for the engine to refuse; what was asked decides which request does.
  if (kind === 'atrophy' || (kind === null && ofBrains.length > 0)) {
    requireNone(givenLesionOptions(options), `${options.model} is for brains`);
    return forecastAtrophy(session, folder, options);
  }
  if (options.years !== undefined) throw new BadUsage(`${options.model} counts in days: give --horizon-days`);
  requireNone(ofBrains, `${options.model} is for lesions`);
  if (options.horizonDays === undefined && options.holdOut === 'none') {
    throw new BadUsage('--horizon-days is needed unless --hold-out last');
  }
  const out = resolve(options.out);
  await refuseTakenOutput(out);
  const answer = await session.ask('forecast.run', requestOf(folder, options));
  const { path, files } = await session.ask('forecast.export', { forecastId: answer.forecastId, path: out });
  if (options.json) {
    session.terminal.out(JSON.stringify({ path, files, report: answer.report }));
  } else {
    session.terminal.out(
      `${describeForecast(answer.report)}\n\nWritten: ${path} (${files.length} files; open report.html)`,
    );
  }
}

/** What a model is for; null where no usable one has the id. */
async function kindOf(session: Session, id: string): Promise<ModelKind | null> {
  if (id === defaultModel) return 'course';
  const { models } = await session.ask('models.list', {});
  return models.find(({ manifest }) => manifest.id === id)?.manifest.kind ?? null;
}

function requireNone(options: readonly string[], because: string): void {
  if (options.length > 0) throw new BadUsage(`${because}: leave out ${options.join(', ')}`);
}

function requestOf(folder: string, options: ForecastOptions): Request<'forecast.run'> {
  return {
    path: resolve(folder),
    model: options.model,
    samples: options.samples,
    seed: options.seed,
    holdOut: options.holdOut,
    masks: [...(options.mask ?? [])],
    explain: options.explain,
    ...scanRequest(options),
    ...treatmentRequest(options),
    ...(options.horizonDays === undefined ? {} : { horizonDays: options.horizonDays }),
  };
}
