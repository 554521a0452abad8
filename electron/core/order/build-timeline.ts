import { ExpectedError } from '../base/expected-error.ts';
import { daysBetween } from '../decode/iso-date.ts';
import type { Sequence } from './sequence.ts';

/** What the order of visits needs to know about a series. */
export interface DatedSeries {
  readonly studyInstanceUid: string;
  readonly date: string | null;
  readonly sequence: Sequence;
  /** Name of one of its files, for problems. */
  readonly file: string;
}

/** Everything acquired on one date. */
export interface DatedVisit<S> {
  readonly date: string;
  /** Days since the first visit. */
  readonly day: number;
  readonly series: readonly S[];
}

/** Sequences of which a visit must not hold two from different studies: a forecast could not tell which is meant. */
const exclusive: ReadonlySet<Sequence> = new Set(['T1', 'T1c', 'T2', 'FLAIR', 'CT']);

/**
 * Orders one patient's series into dated visits, oldest first. Studies of one day are one visit (MR and CT of one
 * morning), unless two of them hold the same sequence: then one of the dates must be wrong, or only the user knows which
 * is meant.
 *
 * @param series usable series of one patient
 * @throws ExpectedError 'timeline/missing-date', 'timeline/equal-dates'
 */
export function buildTimeline<S extends DatedSeries>(series: readonly S[]): readonly DatedVisit<S>[] {
  const undated = series.filter((one) => one.date === null);
  if (undated.length > 0) {
    const examples = undated.slice(0, 5).map((one) => one.file);
    throw new ExpectedError({ code: 'timeline/missing-date', files: undated.length, examples });
  }
  const byDate = new Map<string, S[]>();
  for (const one of series) {
    const date = one.date as string;
    const visit = byDate.get(date);
    if (visit === undefined) byDate.set(date, [one]);
    else visit.push(one);
  }
  const dates = [...byDate.keys()].sort();
  const first = dates[0];
  return dates.map((date) => {
    const members = byDate.get(date) ?? [];
    refuseEqualDates(date, members);
    return { date, day: first === undefined ? 0 : daysBetween(first, date), series: members };
  });
}

function refuseEqualDates(date: string, series: readonly DatedSeries[]): void {
  const studyOf = new Map<Sequence, string>();
  for (const { sequence, studyInstanceUid } of series) {
    if (!exclusive.has(sequence)) continue;
    const known = studyOf.get(sequence) ?? studyInstanceUid;
    if (known !== studyInstanceUid) throw new ExpectedError({ code: 'timeline/equal-dates', date });
    studyOf.set(sequence, studyInstanceUid);
  }
}
