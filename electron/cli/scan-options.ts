import { Option, type Command } from 'commander';
import { outliners, type OutlinerChoice } from '../core/base/outliners.ts';
import type { Request } from '../contract/requests.ts';
import type { Sequence } from '../contract/sequence.ts';
import { addSequence } from './parse-options.ts';

/** Options that say whose scans are meant, what they are and who outlines them, as commander parsed them. */
export interface ScanOptions {
  readonly sequence?: Readonly<Record<string, Sequence>>;
  readonly patient?: string;
  readonly outline: OutlinerChoice;
}

/** Adds the options that say whose scans are meant, what they are and who outlines them. */
export function addScanOptions(command: Command): Command {
  return command
    .option('--sequence <key=sequence>', 'say what a series is, for example KEY=T1c; may be repeated', addSequence)
    .option('--patient <key>', 'which patient, where the folder holds several (see longview index)')
    .addOption(outlineOption());
}

/** `--outline`. */
export function outlineOption(): Option {
  return new Option(
    '--outline <who>',
    'who outlines what no mask gives; auto: rules where T1 with contrast has no T2 or FLAIR beside it, else the model',
  )
    .choices(outliners)
    .default('auto');
}

/** The part of a request that the options stand for. */
export function scanRequest(
  options: ScanOptions,
): Pick<Request<'segmentation.run'>, 'sequenceOverrides' | 'outline' | 'patientKey'> {
  return {
    sequenceOverrides: options.sequence ?? {},
    outline: options.outline,
    ...(options.patient === undefined ? {} : { patientKey: options.patient }),
  };
}
