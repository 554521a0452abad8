import { isCalendarDay } from '../decode/iso-date.ts';

/** A date found in a path, and where. */
export interface NamedDate {
  /** ISO date. */
  readonly date: string;
  readonly source: 'folder name' | 'file name';
  /** Position of the dated part among the parts of the path. */
  readonly part: number;
}

/** YYYY-MM-DD, YYYY_MM_DD or YYYYMMDD that is not part of a longer number. */
const datePattern = /(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)/g;

/**
 * Finds the date that a path names: in the file name, else in the nearest folder. An order such as "study1, study2" is no
 * date and is not guessed from.
 *
 * @param path relative path with forward slashes
 * @returns null when no part, or more than one date in one part, names a day
 */
export function dateFromName(path: string): NamedDate | null {
  const parts = path.split('/');
  for (let part = parts.length - 1; part >= 0; part--) {
    const dates = [...new Set(datesIn(parts[part] ?? ''))];
    const date = dates[0];
    if (dates.length > 1) return null;
    if (date !== undefined) return { date, source: part === parts.length - 1 ? 'file name' : 'folder name', part };
  }
  return null;
}

function datesIn(text: string): readonly string[] {
  return [...text.matchAll(datePattern)]
    .filter(([, year, , month, day]) => isCalendarDay(Number(year), Number(month), Number(day)))
    .map(([, year, , month, day]) => `${year}-${month}-${day}`);
}
