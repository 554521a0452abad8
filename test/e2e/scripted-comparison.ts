import type {
  ReportArm,
  ReportComparison,
  ReportStage,
  ResponseClass,
} from '../../electron/contract/report-response.ts';
import type { Arm } from '../../electron/core/base/arm.ts';
import { scriptedHorizonDays } from './scripted-report.ts';

/** Radius of the core under the other treatment at the horizon, mm. */
export const otherArmRadiusMm = 12.6;

/** The forecast of the scripted patient beside the same futures under another treatment. */
export function scriptedComparison(other: Arm): ReportComparison {
  const first = arm('none', [14.1, 16.7, 19.6], ['SD', 'SD', 'PD']);
  const second = arm(other, [10.9, 9.4, 8.8], ['SD', 'SD', 'SD']);
  const futures = first.futuresMl.map((ml, n) => ml - (second.futuresMl[n] ?? 0));
  return {
    scope: 'model-implied, not causal',
    arms: [first, second],
    volumeDifferenceMl: { median: 10.9, interval90: [7.6, 15.2], futures },
  };
}

function arm(
  name: Arm,
  volumes: readonly [number, number, number],
  classes: readonly [ResponseClass, ResponseClass, ResponseClass],
): ReportArm {
  const [, , last] = volumes;
  const shares = { CR: 0, PR: 0, SD: 0, PD: 0, 'not-measurable': 0, [classes[2]]: 1 };
  return {
    arm: name,
    startDays: 0,
    doseGy: name.startsWith('radiotherapy') ? 60 : null,
    predictedMl: last,
    interval90Ml: [last * 0.72, last * 1.37],
    futuresMl: [0.78, 0.91, 0.98, 1.04, 1.15, 1.28].map((factor) => factor * last),
    horizons: volumes.map((ml, n) => stage(Math.round(((n + 1) * scriptedHorizonDays) / 3), ml, classes[n] ?? 'SD')),
    shares: { rano2: shares, recist11: shares },
  };
}

function stage(day: number, volumeMl: number, name: ResponseClass): ReportStage {
  const longestMm = 14 * Math.cbrt(volumeMl);
  const perpendicularMm = 0.8 * longestMm;
  const size = { longestMm, perpendicularMm, productMm2: longestMm * perpendicularMm, volumeMl };
  const changes = { area: null, volume: null, diameter: null };
  return { day, date: null, ...size, newLesion: false, ...changes, rano2: name, recist11: name };
}
