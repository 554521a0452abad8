import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { armSchema, type Request } from '../contract/requests.ts';
import { wholeNumber } from './parse-options.ts';
import { BadUsage } from './refusal.ts';

type Arm = (typeof armSchema.options)[number];

/** Options that say what is done to the lesion, as commander parsed them. */
export interface TreatmentOptions {
  readonly arm: Arm;
  readonly startDays: number;
  readonly doseGy: number;
  readonly dose?: string;
  readonly age?: number;
  readonly compareArm?: Arm;
}

/** What the options are when nobody gives them. */
export const untreated: TreatmentOptions = { arm: 'none', startDays: 0, doseGy: 60 };

/** Adds the options that say what is done to the lesion. */
export function addTreatmentOptions(command: Command): Command {
  const arms = armSchema.options;
  return command
    .addOption(new Option('--arm <treatment>', 'treatment to suppose').choices(arms).default(untreated.arm))
    .option(
      '--start-days <n>',
      'first day of the treatment after the last scan; negative when it had begun before it',
      wholeNumber(-3650, 3650),
      untreated.startDays,
    )
    .option('--dose-gy <n>', 'prescribed dose of radiotherapy', wholeNumber(1, 200), untreated.doseGy)
    .option('--dose <file>', 'planned dose (DICOM RT Dose), used instead of the prescription')
    .option('--age <years>', 'age of the patient', wholeNumber(0, 120))
    .addOption(new Option('--compare-arm <treatment>', 'second treatment to compare with').choices(arms));
}

/**
 * The part of a forecast request that the options stand for.
 *
 * @throws BadUsage when a treatment would be compared with itself
 */
export function treatmentRequest(options: TreatmentOptions): Partial<Request<'forecast.run'>> {
  const { arm, startDays, doseGy, dose, age, compareArm } = options;
  if (arm === compareArm)
    throw new BadUsage('--compare-arm names the same treatment as --arm: give another, or leave it out');
  return {
    arm,
    startDays,
    doseGy,
    ...(dose === undefined ? {} : { doseFile: resolve(dose) }),
    ...(age === undefined ? {} : { ageYears: age }),
    ...(compareArm === undefined ? {} : { compareArm }),
  };
}
