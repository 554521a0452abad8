import type { ForecastAnswer, ForecastImage, ForecastMask } from '../../electron/contract/api.ts';
import type { Timeline } from '../../electron/contract/library.ts';
import type { Sequence } from '../../electron/contract/sequence.ts';
import type { VolumeReference } from '../../electron/contract/voxels.ts';
import type { MapKind } from '../viewport/overlay/map-pixels.ts';
import type { PaneContent, PaneMap, PaneMark, PaneOutline } from '../viewport/pane-content.ts';
import { syntheticWords } from '../viewport/overlay/draw-mark.ts';
import { addDays, daysBetween } from './store/forecast-form.ts';
import type { PaneRole, PictureChoice } from './store/state.ts';
import { seriesOf } from './store/timeline-series.ts';
import { strings } from './strings.ts';

type Masks = readonly ForecastMask[];

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
          ...grey(image),
          key: series.key,
          title: isLast ? strings.viewer.lastScan : strings.viewer.earlierScan,
          date: visit.date,
          interval: isLast ? '' : strings.viewer.interval(visit.day - last.day),
          sequence: series.sequence,
          mark: acquiredMark(image),
          outlines: [],
          map: null,
        },
      ];
    });
}

/** Panes of a forecast, all on the last real scan's grid; only those asked for and there. */
export function forecastPanes(answer: ForecastAnswer, pictures: PictureChoice): PaneContent[] {
  const sequence = pictures.sequence ?? answer.primarySequence;
  const baseline = imageOf(answer, 'baseline', sequence);
  if (!baseline) return [];
  return pictures.panes.flatMap((role) => {
    const image = imageOf(answer, role, sequence);
    return image ? [forecastPane(answer, pictures, image, baseline)] : [];
  });
}

/** The panes that a forecast can show for a sequence. */
export function panesOf(answer: ForecastAnswer, sequence: Sequence | null): PaneRole[] {
  const roles = ['baseline', 'predicted', 'actual', 'difference'] as const;
  return roles.filter((role) => imageOf(answer, role, sequence ?? answer.primarySequence) !== undefined);
}

function forecastPane(
  answer: ForecastAnswer,
  pictures: PictureChoice,
  image: ForecastImage,
  baseline: ForecastImage,
): PaneContent {
  const { baselineDate, horizonDays, followUpDate } = answer.report;
  const synthetic = image.role === 'predicted' || image.role === 'difference';
  const predictedDate = followUpDate ?? addDays(baselineDate, horizonDays);
  const date = synthetic ? predictedDate : (image.date ?? baselineDate);
  const days = daysBetween(baselineDate, date);
  const role = image.role === 'previous' ? 'baseline' : image.role;
  return {
    key: role,
    title: role === 'predicted' ? predictionTitle(answer) : titles[role],
    date,
    interval: role === 'baseline' ? '' : strings.viewer.interval(days),
    sequence: image.sequence,
    image: image.volume,
    framing: baseline.volume,
    displayRange: role === 'predicted' ? baseline.volume.displayRange : image.volume.displayRange,
    colours: role === 'difference' ? 'difference' : 'grey',
    mark: synthetic ? { kind: 'synthetic', words: syntheticWords(horizonDays) } : acquiredMark(image.volume),
    outlines: pictures.outlines ? outlinesOf(role, answer.masks, pictures) : [],
    map: role === 'predicted' ? mapOf(answer, pictures.map) : null,
  };
}

/** Names the treatment where one is supposed, or two are compared. */
function predictionTitle({ report: { treatment, comparison } }: ForecastAnswer): string {
  const named = treatment.arm !== 'none' || comparison !== null;
  return named ? strings.viewer.predictionUnder(strings.simulate.arms[treatment.arm]) : strings.viewer.prediction;
}

const titles: Readonly<Record<PaneRole, string>> = {
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
function outlinesOf(role: PaneRole, masks: Masks, { method, map }: PictureChoice): PaneOutline[] {
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

/** The map that is asked for; null where the forecast has none of that kind. */
function mapOf(answer: ForecastAnswer, kind: MapKind | null): PaneMap | null {
  if (kind === null) return null;
  const volume = { probability: answer.probability, effect: answer.effect, influence: answer.influence }[kind];
  return volume === null ? null : { kind, volume };
}

function imageOf(answer: ForecastAnswer, role: PaneRole, sequence: Sequence): ForecastImage | undefined {
  return answer.images.find((image) => image.role === role && image.sequence === sequence);
}

function grey(image: VolumeReference): Pick<PaneContent, 'image' | 'framing' | 'displayRange' | 'colours'> {
  return { image, framing: image, displayRange: image.displayRange, colours: 'grey' };
}

/** A scan of a generated patient was acquired by no scanner, and says so. */
function acquiredMark(image: VolumeReference): PaneMark {
  return { kind: 'acquired', words: image.synthetic ? strings.viewer.generated : strings.viewer.acquired };
}
