import type { AtrophyAnswer, AtrophyImage } from '../../electron/contract/api.ts';
import { atrophyReportSchema, type AtrophyReport } from '../../electron/contract/atrophy-report.ts';
import { yearsOfDays } from '../../electron/core/base/years.ts';
import type { Volume } from '../../electron/core/base/volume.ts';
import type { VolumeStore } from '../../electron/worker/volume-store.ts';
import { pairedAtrophyReport } from '../fixtures/sample-atrophy.ts';
import { scriptedBrain, scriptedChange, scriptedSpread } from './scripted-brain.ts';

/** Dates of the scripted brain, and the days from the first. */
export const brainVisits = [
  { date: '2021-04-12', day: 0 },
  { date: '2023-06-19', day: 798 },
] as const;

const [first, last] = brainVisits;
const intervalYears = yearsOfDays(last.day);
/** Older than the model was trained on. */
const ageYears = 93;

/** T1 of the scripted brain at one of its dates. */
export function brainAt(visit: number): Volume {
  return scriptedBrain(1 + 0.6 * visit, visit + 1);
}

/** The scripted brain without disease and in some years, with the change that two dates show. */
export function scriptedAtrophy(volumes: VolumeStore, heldOut: boolean): AtrophyAnswer {
  const displayRange = [30, 760] as const;
  const image = (role: AtrophyImage['role'], date: string | null, volume: Volume): AtrophyImage => ({
    role,
    date,
    volume: volumes.put(volume, { synthetic: role === 'counterpart' || role === 'future', displayRange }),
  });
  const map = (severity: number, limit: number, synthetic = true) =>
    volumes.put(scriptedChange(severity), { synthetic, displayRange: [-limit, limit] });
  const spread = (high: number) => volumes.put(scriptedSpread(high), { synthetic: true, displayRange: [0, high] });
  const visit = heldOut ? 0 : 1;
  const report = reportOf(heldOut);
  return {
    atrophyId: 'scripted-brain',
    report,
    warnings: [
      { code: 'simulate/out-of-range', quantity: 'ageYears', value: ageYears, minimum: 55, maximum: 90, unit: 'years' },
    ],
    images: [
      image('scan', report.baselineDate, brainAt(visit)),
      image('counterpart', null, scriptedBrain(0, 7)),
      image('future', null, scriptedBrain(heldOut ? 1.7 : 2.8, 8)),
      heldOut ? image('actual', last.date, brainAt(1)) : image('earlier', first.date, brainAt(0)),
    ],
    maps: {
      since: map(1, 5 * report.maps.since.threshold),
      ahead: map(1.2, 5 * report.maps.ahead.threshold),
      measured: map(0.9, 5 * report.maps.since.threshold, false),
    },
    spreads: { since: spread(0.8), ahead: spread(1) },
  };
}

function reportOf(heldOut: boolean): AtrophyReport {
  const { measured } = pairedAtrophyReport;
  return atrophyReportSchema.parse({
    ...pairedAtrophyReport,
    ageYears,
    baselineDate: heldOut ? first.date : last.date,
    years: heldOut ? intervalYears : pairedAtrophyReport.years,
    measured: { ...measured, earlierDate: first.date, laterDate: last.date, years: intervalYears },
  });
}
