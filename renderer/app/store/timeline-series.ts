import type { SeriesEntry, Timeline, Visit } from '../../../electron/contract/library.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import type { PictureChoice } from './state.ts';

/** Sequences in the order in which a glioma is looked at. */
export const sequenceOrder: readonly Sequence[] = [
  'T1c',
  'FLAIR',
  'T1',
  'T2',
  'PD',
  'DWI',
  'ADC',
  'SWI',
  'CT',
  'PET',
  'other',
];

/** Sequences that some visit has, in reading order. */
export function sequencesOf(timeline: Timeline): Sequence[] {
  const present = new Set(
    timeline.visits.flatMap(({ series }) => series.filter(usable).map(({ sequence }) => sequence)),
  );
  return sequenceOrder.filter((sequence) => present.has(sequence));
}

/** The sequence shown first: one that the last visit has. */
export function firstSequence(timeline: Timeline): Sequence | null {
  const last = timeline.visits.at(-1);
  return sequenceOrder.find((sequence) => last && seriesOf(last, sequence)) ?? sequencesOf(timeline)[0] ?? null;
}

/** The series of a visit to show for a sequence: the one with the most slices. */
export function seriesOf(visit: Visit, sequence: Sequence | null): SeriesEntry | null {
  const fitting = visit.series.filter((series) => usable(series) && series.sequence === sequence);
  return fitting.reduce<SeriesEntry | null>((best, one) => (best && best.size[2] >= one.size[2] ? best : one), null);
}

/** The series of the chosen visits, oldest first. */
export function seriesToShow(timeline: Timeline, { dates, sequence }: PictureChoice): SeriesEntry[] {
  return timeline.visits
    .filter(({ date }) => dates.includes(date))
    .map((visit) => seriesOf(visit, sequence))
    .filter((series) => series !== null);
}

function usable(series: SeriesEntry): boolean {
  return series.problemCode === null;
}
