import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import { voxelCount } from '../../core/base/grid.ts';
import type { Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import type { Visit } from '../../contract/library.ts';
import type { LoadableSeries } from '../files/loadable-series.ts';
import { loadSeries } from '../files/load-series.ts';

/** One series with its voxels, on its own grid. */
export interface NativeImage {
  readonly sequence: ForecastSequence;
  readonly series: LoadableSeries;
  readonly volume: Volume;
}

/** One date with its images, each on its own grid; the first is the one that the others are aligned with, and on which a given outline lies. */
export interface NativeVisit {
  readonly date: string;
  readonly day: number;
  readonly images: readonly [NativeImage, ...NativeImage[]];
  readonly warnings: readonly Warning[];
}

/** Every sequence that is aligned and shown; a model may take fewer. */
const shownSequences: readonly ForecastSequence[] = ['T1c', 'FLAIR', 'T1', 'T2'];

/** Which sequences of a visit are loaded. */
export interface WantedSequences {
  readonly usable: readonly ForecastSequence[];
  readonly beside?: readonly ForecastSequence[];
}

/**
 * Loads the best series of each sequence of one visit.
 *
 * @param usable sequences that the model takes, the one to outline the lesion on first; the others follow
 * @param beside sequences that are loaded to be shown beside them
 * @throws ExpectedError 'timeline/no-usable-sequence', 'job/cancelled', and those of decoding
 */
export async function loadVisit(
  visit: Visit,
  allSeries: ReadonlyMap<string, LoadableSeries>,
  { usable, beside = shownSequences }: WantedSequences,
  signal: AbortSignal,
): Promise<NativeVisit> {
  const images: NativeImage[] = [];
  const warnings: Warning[] = [];
  for (const sequence of [...usable, ...beside.filter((name) => !usable.includes(name))]) {
    const series = bestSeries(visit, allSeries, sequence);
    if (!series) continue;
    throwIfCancelled(signal);
    const loaded = await loadSeries(series, signal);
    warnings.push(...series.warnings, ...loaded.warnings);
    images.push({ sequence, series, volume: loaded.volume });
  }
  const [first, ...others] = images;
  if (!first || !usable.includes(first.sequence)) {
    const found = visit.series.map((entry) => entry.sequence);
    throw new ExpectedError({ code: 'timeline/no-usable-sequence', date: visit.date, found, needed: usable });
  }
  return { date: visit.date, day: visit.day, images: [first, ...others], warnings };
}

/** The usable series of one sequence with the most voxels; between equals, the first. */
function bestSeries(
  visit: Visit,
  allSeries: ReadonlyMap<string, LoadableSeries>,
  sequence: ForecastSequence,
): LoadableSeries | null {
  let best: LoadableSeries | null = null;
  for (const entry of visit.series) {
    const series = allSeries.get(entry.key);
    if (!series?.grid || series.problem !== null || entry.sequence !== sequence) continue;
    if (!best?.grid || voxelCount(series.grid) > voxelCount(best.grid)) best = series;
  }
  return best;
}
