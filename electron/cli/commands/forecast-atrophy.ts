import { resolve } from 'node:path';
import { atrophyFolder } from '../../contract/own-folder.ts';
import { wordedWarning } from '../../contract/warning-words.ts';
import { atrophyRequest, type AtrophyOptions } from '../atrophy-options.ts';
import { describeAtrophy } from '../describe-atrophy.ts';
import { BadUsage } from '../refusal.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import { scanRequest, type ScanOptions } from '../scan-options.ts';
import type { Session } from '../session.ts';

/** Options of `longview forecast` with a model that predicts atrophy, as commander parsed them. */
export interface AtrophyForecastOptions extends ScanOptions, AtrophyOptions {
  readonly model: string;
  readonly samples: number;
  readonly seed: number;
  readonly out: string;
  readonly age?: number;
  readonly holdOut: 'last' | 'none';
  readonly horizonDays?: number;
  readonly json?: boolean;
}

/**
 * Healthy counterpart, atrophy map and future of one brain, written as a result folder.
 *
 * @throws BadUsage without years, with days, or with years of disease in healthy ageing
 */
export async function forecastAtrophy(
  session: Session,
  folder: string,
  options: AtrophyForecastOptions,
): Promise<void> {
  if (options.horizonDays !== undefined) throw new BadUsage(`${options.model} counts in years: give --years`);
  if (options.years === undefined && options.holdOut === 'none') {
    throw new BadUsage('--years is needed unless --hold-out last');
  }
  if (options.course === 'healthy' && options.yearsOfDisease !== undefined) {
    throw new BadUsage('--years-of-disease does not go with --course healthy');
  }
  const out = resolve(options.out);
  await refuseTakenOutput(out, atrophyFolder);
  const { sequenceOverrides, patientKey } = scanRequest(options);
  const answer = await session.ask('atrophy.run', {
    path: resolve(folder),
    model: options.model,
    samples: options.samples,
    seed: options.seed,
    holdOut: options.holdOut,
    ...atrophyRequest(options),
    ...(options.age === undefined ? {} : { ageYears: options.age }),
    ...(sequenceOverrides === undefined ? {} : { sequenceOverrides }),
    ...(patientKey === undefined ? {} : { patientKey }),
  });
  const { path, files, warnings } = await session.ask('atrophy.export', { atrophyId: answer.atrophyId, path: out });
  const report = { ...answer.report, warnings: [...answer.report.warnings, ...warnings.map(wordedWarning)] };
  if (options.json) session.terminal.out(JSON.stringify({ path, files, report }));
  else {
    session.terminal.out(`${describeAtrophy(report)}\n\nWritten: ${path} (${files.length} files; open report.html)`);
  }
}
