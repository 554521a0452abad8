import { resolve } from 'node:path';
import { evaluationFolder } from '../../contract/own-folder.ts';
import type { OutlinerChoice } from '../../core/base/outliners.ts';
import { describeEvaluation } from '../describe-evaluation.ts';
import { StoppedEarly } from '../refusal.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import type { SamplingOptions } from '../sampling-options.ts';
import type { Session } from '../session.ts';

/** Options of `longview evaluate`, as commander parsed them. */
export interface EvaluateOptions extends SamplingOptions {
  readonly model: string;
  readonly out: string;
  readonly masks?: string;
  readonly outline: OutlinerChoice;
  readonly json?: boolean;
}

/** Forecasts the last date of every patient from the earlier ones, beside all rivals, and prints how they did. */
export async function evaluate(session: Session, folders: readonly string[], options: EvaluateOptions): Promise<void> {
  const out = resolve(options.out);
  await refuseTakenOutput(out, evaluationFolder);
  const { model, samples, seed, outline, masks } = options;
  const { path, evaluation } = await session.ask('evaluation.run', {
    folders: folders.map((folder) => resolve(folder)),
    model,
    samples,
    seed,
    outline,
    path: out,
    ...(masks === undefined ? {} : { maskPattern: masks }),
  });
  if (options.json) session.terminal.out(JSON.stringify({ path, evaluation }));
  else session.terminal.out(`${describeEvaluation(evaluation)}\n\nWritten: ${path} (open evaluation.html)`);
  if (session.signal.aborted) throw new StoppedEarly();
}
