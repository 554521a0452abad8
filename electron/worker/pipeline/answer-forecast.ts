import type { Mask, Volume } from '../../core/base/volume.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import type { ForecastAnswer, ForecastImage, ForecastMask } from '../../contract/api.ts';
import { reportSchema } from '../../contract/report.ts';
import type { VolumeStore } from '../volume-store.ts';
import type { PreparedVisit } from './prepare-visits.ts';
import type { FinishedForecast } from './finished-forecast.ts';

/** A finished forecast as a host receives it: numbers, and references to volumes that can be fetched. */
export function answerForecast(forecastId: string, finished: FinishedForecast, store: VolumeStore): ForecastAnswer {
  const { prepared, output, treatments, explained } = finished;
  return {
    forecastId,
    report: reportSchema.parse(finished.report),
    warnings: finished.warnings,
    primarySequence: prepared.primary.sequence,
    images: imagesOf(finished, store),
    masks: masksOf(finished, store),
    probability: store.put(output.probability, { synthetic: true, displayRange: [0, 1] }),
    influence: explained && store.put(explained.map, { synthetic: true, displayRange: symmetricRange(explained.map) }),
    effect: treatments.effect && store.put(treatments.effect.difference, { synthetic: true, displayRange: [-1, 1] }),
  };
}

/** The prediction and the follow-up share the window of the scan that the forecast was made from. */
function imagesOf(finished: FinishedForecast, store: VolumeStore): ForecastImage[] {
  const { prepared, output, comparison } = finished;
  const { previous, baseline, followUp } = prepared;
  const images: ForecastImage[] = [];
  const generated = prepared.scans === 'generated';
  for (const [name, volume] of Object.entries(baseline.visit.images)) {
    const sequence = name as ForecastSequence;
    const shown = store.put(volume, { synthetic: generated, displayRange: brainWindow(volume, prepared.brain) });
    const window = { displayRange: shown.displayRange };
    const add = (role: ForecastImage['role'], date: string | null, other: Volume | undefined): void => {
      if (!other) return;
      const synthetic = role === 'predicted' || generated;
      images.push({ role, sequence, date, volume: store.put(other, { ...window, synthetic }) });
    };
    if (previous) add('previous', previous.visit.date, previous.visit.images[sequence]);
    images.push({ role: 'baseline', sequence, date: baseline.visit.date, volume: shown });
    const predicted = output.images[sequence];
    add('predicted', null, predicted);
    if (!followUp) continue;
    const actual = comparison.actualImages[sequence];
    add('actual', followUp.visit.date, actual);
    if (predicted && actual) images.push(difference(sequence, predicted, actual, store));
  }
  return images;
}

/** 1st percentile to a little above the 99th of the brain: the scalp's fat would darken everything of interest. */
function brainWindow(volume: Volume, brain: Mask): readonly [number, number] {
  const inside = volume.data.filter((_value, v) => brain.data[v] !== 0).sort();
  const at = (fraction: number): number => inside[Math.round(fraction * (inside.length - 1))] ?? 0;
  const [low, high] = [at(0.01), at(0.99)];
  return high > low ? [low, high + 0.15 * (high - low)] : [low, low + 1];
}

/** A range about zero that holds every value. */
function symmetricRange({ data }: Volume): readonly [number, number] {
  const most = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return [-most, most];
}

/** Predicted minus actual, in the baseline's units, on a window that is symmetric about zero. */
function difference(sequence: ForecastSequence, predicted: Volume, actual: Volume, store: VolumeStore): ForecastImage {
  const data = predicted.data.map((value, v) => value - (actual.data[v] as number));
  const raw = store.put({ grid: predicted.grid, data }, { synthetic: true });
  const [low, high] = raw.displayRange;
  const limit = Math.max(Math.abs(low), Math.abs(high));
  return { role: 'difference', sequence, date: null, volume: { ...raw, displayRange: [-limit, limit] } };
}

function masksOf({ prepared, output, treatments }: FinishedForecast, store: VolumeStore): ForecastMask[] {
  const { baseline, followUp } = prepared;
  const predicted = { id: 'predicted', core: output.coreMask, oedema: output.oedemaMask };
  const { effect } = treatments;
  const other = effect ? [{ id: 'other-arm', core: effect.coreMask, oedema: effect.oedemaMask }] : [];
  const synthetic = [predicted, ...other, ...output.rivals].flatMap(({ id, core, oedema }) =>
    regions(id, { core, oedema }, true, store),
  );
  const acquired = (role: 'baseline' | 'actual', { visit, necrosis }: PreparedVisit): ForecastMask[] =>
    regions(role, { ...visit, necrosis }, false, store);
  return [...acquired('baseline', baseline), ...synthetic, ...(followUp ? acquired('actual', followUp) : [])];
}

const regionNames = ['core', 'oedema', 'necrosis'] as const;

interface Regions {
  readonly core: Mask;
  readonly oedema: Mask | null;
  readonly necrosis?: Mask | null;
}

function regions(role: ForecastMask['role'], masks: Regions, synthetic: boolean, store: VolumeStore): ForecastMask[] {
  return regionNames.flatMap((region) => {
    const mask = masks[region];
    return mask ? [{ role, region, volume: store.put(mask, { synthetic, displayRange: [0, 1] }) }] : [];
  });
}
