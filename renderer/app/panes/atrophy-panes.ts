import type { AtrophyAnswer, AtrophyImage } from '../../../electron/contract/api.ts';
import { courseWords } from '../../../electron/core/base/atrophy-words.ts';
import { counterpartMark, syntheticMark } from '../../../electron/core/base/synthetic-mark.ts';
import { daysOfYears, yearsOfDays } from '../../../electron/core/base/years.ts';
import type { PaneMap } from '../../viewport/overlay/map-scale.ts';
import type { PaneContent, PaneMark } from '../../viewport/pane-content.ts';
import { addDays, daysBetween } from '../store/dates.ts';
import { isMapOf, type MapName, type PaneRole } from '../store/forecast.ts';
import type { PictureChoice } from '../store/state.ts';
import { strings } from '../strings.ts';
import { acquiredMark, underMapMark } from './acquired-mark.ts';

type Role = PaneRole<'atrophy'>;

/** Panes of the atrophy of a brain, all on the last real scan's grid; only those asked for and there. */
export function atrophyPanes(answer: AtrophyAnswer, pictures: PictureChoice): PaneContent[] {
  const scan = answer.images.find(({ role }) => role === 'scan');
  if (!scan) return [];
  return pictures.panes.flatMap((role) => {
    const image = answer.images.find((one) => one.role === role);
    return image ? [atrophyPane(answer, pictures, image, scan)] : [];
  });
}

/** A map of the atrophy of a brain; null where the forecast has none of that name. */
export function atrophyMap({ maps, spreads, report }: AtrophyAnswer, name: MapName<'atrophy'>): PaneMap | null {
  switch (name) {
    case 'since':
    case 'ahead': {
      const { unit, threshold } = report.maps[name];
      return { kind: 'change', volume: maps[name], unit, threshold };
    }
    case 'measured': {
      if (!maps.measured || !report.measured) return null;
      const { threshold } = report.measured;
      return { kind: 'change', volume: maps.measured, unit: '%/year', threshold };
    }
    case 'sinceSpread':
      return { kind: 'spread', volume: spreads.since, unit: strings.viewer.mapUnits.spread };
    case 'aheadSpread':
      return { kind: 'spread', volume: spreads.ahead, unit: strings.viewer.mapUnits.spread };
  }
}

function atrophyPane(
  answer: AtrophyAnswer,
  { map }: PictureChoice,
  image: AtrophyImage,
  scan: AtrophyImage,
): PaneContent {
  const { report } = answer;
  const { role, volume } = image;
  const date = dateOf(image, report);
  const years = yearsOfDays(daysBetween(report.baselineDate, date));
  // A map lies in the space of the scan; the brains of other times have other shapes, and it would miss their anatomy.
  const shown = role === 'scan' && isMapOf('atrophy', map) ? map : null;
  const paneMap = shown && atrophyMap(answer, shown);
  return {
    key: role,
    title: role === 'future' ? futureTitle(report.course) : titles[role],
    date,
    interval: role === 'scan' || role === 'counterpart' ? '' : strings.viewer.intervalYears(years),
    sequence: 'T1',
    image: volume,
    framing: scan.volume,
    displayRange: isSynthetic(role) ? scan.volume.displayRange : volume.displayRange,
    colours: 'grey',
    mark: markOf(image, report.years, paneMap !== null && shown !== 'measured'),
    outlines: [],
    map: paneMap,
  };
}

const titles: Readonly<Record<Exclude<Role, 'future'>, string>> = {
  earlier: strings.viewer.earlierScan,
  scan: strings.viewer.lastScan,
  counterpart: strings.viewer.counterpart,
  actual: strings.viewer.followUp,
};

/** Names the course that was supposed, where one was. */
function futureTitle(course: AtrophyAnswer['report']['course']): string {
  return course === 'unknown' ? strings.viewer.prediction : strings.viewer.supposed(courseWords[course]);
}

function isSynthetic(role: Role): boolean {
  return role === 'counterpart' || role === 'future';
}

/** A real scan with a map that the model made is not all real. */
function markOf({ role, volume }: AtrophyImage, years: number, isUnderModelMap: boolean): PaneMark {
  if (role === 'counterpart') return { kind: 'synthetic', words: counterpartMark };
  if (role === 'future') return { kind: 'synthetic', words: syntheticMark(daysOfYears(years)) };
  return isUnderModelMap ? underMapMark(volume) : acquiredMark(volume);
}

/** The healthy counterpart is a brain of the scan's own day. */
function dateOf({ role, date }: AtrophyImage, { baselineDate, years }: AtrophyAnswer['report']): string {
  if (role === 'future') return addDays(baselineDate, daysOfYears(years));
  return date ?? baselineDate;
}
