import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Timeline, Visit } from '../../contract/library.ts';
import type { Sequence } from '../../contract/sequence.ts';

/** Which visits a forecast starts from, and which one it is compared with. */
export interface ChosenVisits {
  readonly baseline: Visit;
  readonly previous: Visit | null;
  /** Everything before `previous`, oldest first: shown, measured and aligned; of them the model is given one at most. */
  readonly earlier: readonly Visit[];
  readonly followUp: Visit | null;
}

/**
 * The visits that carry a usable sequence, the last two by name; with `holdOut` the very last one is kept as the truth.
 *
 * @throws ExpectedError 'timeline/too-few-dates', 'timeline/no-usable-sequence'
 */
export function chooseVisits(timeline: Timeline, usable: readonly Sequence[], holdOut: 'none' | 'last'): ChosenVisits {
  const visits = timeline.visits.filter((visit) => hasUsableSeries(visit, usable));
  const latest = timeline.visits.at(-1);
  if (latest && visits.length === 0) {
    throw new ExpectedError({
      code: 'timeline/no-usable-sequence',
      date: latest.date,
      found: latest.series.map(({ sequence }) => sequence),
      needed: usable,
    });
  }
  const followUp = holdOut === 'last' ? (visits.at(-1) ?? null) : null;
  const known = followUp ? visits.slice(0, -1) : visits;
  const baseline = known.at(-1);
  if (!baseline) {
    const because = holdOut === 'last' ? 'hold-out' : 'forecast';
    const needed = holdOut === 'last' ? 2 : 1;
    throw new ExpectedError({ code: 'timeline/too-few-dates', dates: visits.length, needed, because });
  }
  return { baseline, previous: known.at(-2) ?? null, earlier: known.slice(0, -2), followUp };
}

function hasUsableSeries(visit: Visit, usable: readonly Sequence[]): boolean {
  return visit.series.some(({ sequence, problemCode }) => problemCode === null && usable.includes(sequence));
}
