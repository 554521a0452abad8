import type { Timeline } from '../../../electron/contract/library.ts';
import type { VolumeReference } from '../../../electron/contract/voxels.ts';
import type { PaneContent } from '../../viewport/pane-content.ts';
import type { PictureChoice } from '../store/state.ts';
import { seriesOf } from '../store/timeline-series.ts';
import { strings } from '../strings.ts';
import { acquiredMark } from './acquired-mark.ts';

/** Panes before a forecast: the chosen visits as they were acquired, each in its own space. */
export function visitPanes(
  timeline: Timeline,
  pictures: PictureChoice,
  volumes: Readonly<Record<string, VolumeReference>>,
): PaneContent[] {
  const last = timeline.visits.at(-1);
  return timeline.visits
    .filter(({ date }) => pictures.dates.includes(date))
    .flatMap((visit) => {
      const series = seriesOf(visit, pictures.sequence);
      const image = series && volumes[series.key];
      if (!image || !last) return [];
      const isLast = visit.date === last.date;
      return [
        {
          key: series.key,
          title: isLast ? strings.viewer.lastScan : strings.viewer.earlierScan,
          date: visit.date,
          interval: isLast ? '' : strings.viewer.interval(visit.day - last.day),
          sequence: series.sequence,
          image,
          framing: image,
          displayRange: image.displayRange,
          colours: 'grey',
          mark: acquiredMark(image),
          outlines: [],
          map: null,
        },
      ];
    });
}
