import { Option, type Command } from 'commander';
import type { Request } from '../contract/requests.ts';
import { courses } from '../core/base/atrophy-rates.ts';
import { decimalNumber } from './parse-options.ts';

const choices = [...courses, 'unknown'] as const;

/** Options that say what is supposed about a brain, as commander parsed them. */
export interface AtrophyOptions {
  readonly years?: number;
  readonly course: (typeof choices)[number];
  readonly yearsOfDisease?: number;
}

/** What the options are when nobody gives them. */
export const nothingSupposed: AtrophyOptions = { course: 'unknown' };

/** Adds the options of models that predict atrophy. */
export function addAtrophyOptions(command: Command): Command {
  return command
    .option('--years <n>', 'atrophy: years from the last scan; needed unless --hold-out last', decimalNumber(0.1, 20))
    .addOption(
      new Option('--course <course>', 'atrophy: what the years are supposed to be; no finding')
        .choices(choices)
        .default(nothingSupposed.course),
    )
    .option('--years-of-disease <n>', 'atrophy: years of disease until the last scan', decimalNumber(0.1, 30));
}

/** The part of a request that the options stand for. */
export function atrophyRequest(
  options: AtrophyOptions,
): Pick<Request<'atrophy.run'>, 'years' | 'course' | 'yearsOfDisease'> {
  const { years, course, yearsOfDisease } = options;
  return {
    course,
    ...(years === undefined ? {} : { years }),
    ...(yearsOfDisease === undefined ? {} : { yearsOfDisease }),
  };
}
