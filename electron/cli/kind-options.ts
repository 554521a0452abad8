import { nothingSupposed, type AtrophyOptions } from './atrophy-options.ts';
import type { MaskOption } from './parse-options.ts';
import type { ScanOptions } from './scan-options.ts';
import { untreated, type TreatmentOptions } from './treatment-options.ts';

/** Options that mean something to models of lesions alone, as commander parsed them. */
export interface LesionOptions extends TreatmentOptions, Pick<ScanOptions, 'outline'> {
  readonly mask?: readonly MaskOption[];
  readonly explain: boolean;
}

/** The options of lesions that were given, by name; one that has its default counts as not given. */
export function givenLesionOptions(options: LesionOptions): string[] {
  return given({
    '--mask': options.mask !== undefined,
    '--outline': options.outline !== 'auto',
    '--arm': options.arm !== untreated.arm,
    '--start-days': options.startDays !== untreated.startDays,
    '--dose-gy': options.doseGy !== untreated.doseGy,
    '--dose': options.dose !== undefined,
    '--compare-arm': options.compareArm !== undefined,
    '--explain': options.explain,
  });
}

/** The options of brains that were given, by name. */
export function givenBrainOptions({ years, course, yearsOfDisease }: AtrophyOptions): string[] {
  return given({
    '--years': years !== undefined,
    '--course': course !== nothingSupposed.course,
    '--years-of-disease': yearsOfDisease !== undefined,
  });
}

function given(options: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(options).filter((name) => options[name]);
}
