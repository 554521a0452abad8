import { syntheticMark } from '../../../electron/core/base/synthetic-mark.ts';
import type { ForecastAnswer, ForecastImage, ForecastMask } from '../../../electron/contract/api.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import type { PaneMap } from '../../viewport/overlay/map-scale.ts';
import type { PaneContent, PaneOutline } from '../../viewport/pane-content.ts';
import { addDays, daysBetween } from '../store/dates.ts';
import { isMapOf, paneRoles, type MapName, type PaneRole } from '../store/forecast.ts';
import type { PictureChoice } from '../store/state.ts';
import { strings } from '../strings.ts';
import { acquiredMark } from './acquired-mark.ts';

type Role = PaneRole<'course'>;
type Masks = readonly ForecastMask[];

/** Panes of the course of a lesion, all on the last real scan's grid; only those asked for and there. */
export function coursePanes(answer: ForecastAnswer, pictures: PictureChoice): PaneContent[] {
  const sequence = pictures.sequence ?? answer.primarySequence;
  const baseline = imageOf(answer, 'baseline', sequence);
  if (!baseline) return [];
  return pictures.panes.flatMap((role) => {
    const image = imageOf(answer, role, sequence);
    return image ? [coursePane(answer, pictures, image, baseline)] : [];
  });
}

/** The panes that there are for a sequence. */
export function coursePaneRoles(answer: ForecastAnswer, sequence: Sequence | null): Role[] {
  return paneRoles.course.filter((role) => imageOf(answer, role, sequence ?? answer.primarySequence) !== undefined);
}

/** A map of the course of a lesion; null where the forecast has none of that name. */
export function courseMap(answer: ForecastAnswer, name: MapName<'course'>): PaneMap | null {
  const volume = answer[name];
  return volume && { kind: name, volume, unit: strings.viewer.mapUnits[name] };
}

function coursePane(
  answer: ForecastAnswer,
  pictures: PictureChoice,
  image: ForecastImage,
  baseline: ForecastImage,
): PaneContent {
  const { baselineDate, horizonDays, followUpDate } = answer.report;
  const synthetic = image.role === 'predicted' || image.role === 'difference';
  const predictedDate = followUpDate ?? addDays(baselineDate, horizonDays);
  const date = synthetic ? predictedDate : (image.date ?? baselineDate);
  const role = image.role === 'previous' ? 'baseline' : image.role;
  return {
    key: role,
    title: role === 'predicted' ? predictionTitle(answer) : titles[role],
    date,
    interval: role === 'baseline' ? '' : strings.viewer.interval(daysBetween(baselineDate, date)),
    sequence: image.sequence,
    image: image.volume,
    framing: baseline.volume,
    displayRange: role === 'predicted' ? baseline.volume.displayRange : image.volume.displayRange,
    colours: role === 'difference' ? 'difference' : 'grey',
    mark: synthetic ? { kind: 'synthetic', words: syntheticMark(horizonDays) } : acquiredMark(image.volume),
    outlines: pictures.outlines ? outlinesOf(role, answer.masks, pictures) : [],
    map: role === 'predicted' ? shownMap(answer, pictures.map) : null,
  };
}

/** Names the treatment where one is supposed, or two are compared. */
function predictionTitle({ report: { treatment, comparison } }: ForecastAnswer): string {
  const named = treatment.arm !== 'none' || comparison !== null;
  return named ? strings.viewer.predictionUnder(strings.simulate.arms[treatment.arm]) : strings.viewer.prediction;
}

const titles: Readonly<Record<Role, string>> = {
  baseline: strings.viewer.lastScan,
  predicted: strings.viewer.prediction,
  actual: strings.viewer.followUp,
  difference: strings.viewer.difference,
};

/** The core's outline lies over all others. */
const drawnFirst: readonly PaneOutline['region'][] = ['oedema', 'necrosis', 'core'];

/**
 * The real outline is solid; the outline of the chosen method is dashed and lies over prediction and follow-up. With the map of
 * an effect comes the other treatment's outline.
 */
function outlinesOf(role: Role, masks: Masks, { method, map }: PictureChoice): PaneOutline[] {
  const of = (wanted: string, source: PaneOutline['source']): PaneOutline[] =>
    masks
      .filter((mask) => mask.role === wanted)
      .map(({ region, volume }) => ({ source, region, mask: volume }))
      .sort((a, b) => drawnFirst.indexOf(a.region) - drawnFirst.indexOf(b.region));
  const rival = masks.some((mask) => mask.role === method);
  const chosen = rival ? of(method, 'rival') : of('predicted', 'synthetic');
  if (role === 'baseline') return of('baseline', 'acquired');
  if (role === 'predicted') return [...chosen, ...(map === 'effect' ? of('other-arm', 'otherArm') : [])];
  return [...of('actual', 'acquired'), ...chosen];
}

function shownMap(answer: ForecastAnswer, name: MapName | null): PaneMap | null {
  return isMapOf('course', name) ? courseMap(answer, name) : null;
}

function imageOf(answer: ForecastAnswer, role: PaneRole, sequence: Sequence): ForecastImage | undefined {
  return answer.images.find((image) => image.role === role && image.sequence === sequence);
}
