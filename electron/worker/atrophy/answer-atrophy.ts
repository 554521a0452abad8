import type { AtrophyAnswer, AtrophyImage } from '../../contract/api.ts';
import { atrophyReportSchema } from '../../contract/atrophy-report.ts';
import type { Volume } from '../../core/base/volume.ts';
import type { AtrophyMap } from '../../core/simulate/atrophy/atrophy-map.ts';
import { fullColour } from '../../core/write/atrophy/draw-brain.ts';
import { originOf } from '../pipeline/prepare-visits.ts';
import type { VolumeStore } from '../volume-store.ts';
import type { FinishedAtrophy } from './finished-atrophy.ts';

/** Standard deviation that is shown in full colour, percentage points of the whole change. */
const widestSpreadPercent = 10;

/** A finished atrophy forecast as a host receives it: numbers, and references to volumes that can be fetched. */
export function answerAtrophy(atrophyId: string, finished: FinishedAtrophy, store: VolumeStore): AtrophyAnswer {
  const { forecast, primary, pair, report } = finished;
  const isGenerated = report.scans === 'generated';
  const scan = store.put(primary.volume, { synthetic: isGenerated });
  const { displayRange } = scan;
  const isPairGenerated = pair !== null && originOf(pair.source) === 'generated';
  const shown = (image: Omit<AtrophyImage, 'volume'>, volume: Volume, synthetic: boolean): AtrophyImage => {
    return { ...image, volume: store.put(volume, { synthetic, displayRange }) };
  };
  const map = (one: AtrophyMap, synthetic: boolean) => {
    const limit = fullColour[one.unit];
    return store.put(one.change, { synthetic, displayRange: [-limit, limit] });
  };
  const spread = (one: typeof forecast.since) =>
    store.put(one.spread, { synthetic: true, displayRange: [0, widestSpreadPercent] });
  return {
    atrophyId,
    report: atrophyReportSchema.parse(report),
    warnings: finished.warnings,
    images: [
      { role: 'scan', date: report.baselineDate, volume: scan },
      shown({ role: 'counterpart', date: null }, forecast.since.image, true),
      shown({ role: 'future', date: null }, forecast.ahead.image, true),
      ...(pair ? [shown({ role: pair.role, date: pair.date }, pair.image, isPairGenerated)] : []),
    ],
    maps: {
      since: map(forecast.since.map, true),
      ahead: map(forecast.ahead.map, true),
      measured: pair && map(pair.map, isGenerated || isPairGenerated),
    },
    spreads: { since: spread(forecast.since), ahead: spread(forecast.ahead) },
  };
}
