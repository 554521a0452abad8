import { dirname, basename, join, resolve } from 'node:path';
import { nothingSupposed } from '../atrophy-options.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import type { SamplingOptions } from '../sampling-options.ts';
import type { Session } from '../session.ts';
import { untreated } from '../treatment-options.ts';
import { defaultModel, forecast } from './forecast.ts';

/** Options of `longview demo`. */
export interface DemoOptions extends SamplingOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** Generates the demo patient beside the output folder and runs the main job on it, its last date held out. */
export async function demo(session: Session, options: DemoOptions): Promise<void> {
  const out = resolve(options.out);
  await refuseTakenOutput(out);
  const patient = await session.ask('demo.create', { path: join(dirname(out), `${basename(out)}-patient`) });
  if (!options.json) session.terminal.note(`Generated patient: ${patient.folder}`);
  await forecast(session, patient.folder, {
    ...untreated,
    ...nothingSupposed,
    ...options,
    model: defaultModel,
    holdOut: 'last',
    mask: patient.masks,
    outline: 'model',
    explain: false,
  });
}
