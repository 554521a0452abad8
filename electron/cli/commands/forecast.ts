import { resolve } from 'node:path';
import type { Request } from '../../contract/requests.ts';
import { describeForecast } from '../describe-forecast.ts';
import type { MaskOption } from '../parse-options.ts';
import { BadUsage } from '../refusal.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import type { SamplingOptions } from '../sampling-options.ts';
import { scanRequest, type ScanOptions } from '../scan-options.ts';
import type { Session } from '../session.ts';
import { treatmentRequest, type TreatmentOptions } from '../treatment-options.ts';

/** Options of `longview forecast`, as commander parsed them. */
export interface ForecastOptions extends SamplingOptions, ScanOptions, TreatmentOptions {
  readonly model: string;
  readonly horizonDays?: number;
  readonly out: string;
  readonly mask?: readonly MaskOption[];
  readonly holdOut: 'last' | 'none';
  readonly explain: boolean;
  readonly json?: boolean;
}

/** Forecasts one patient and writes the result folder. */
export async function forecast(session: Session, folder: string, options: ForecastOptions): Promise<void> {
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
