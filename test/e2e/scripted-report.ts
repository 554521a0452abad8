import type { MethodScores, Report } from '../../electron/contract/report.ts';
import { sampleContractResponse } from '../fixtures/sample-response.ts';

/** Horizon of the scripted forecast. */
export const scriptedHorizonDays = 91;

/** A report as the engine gives it; without truth when nothing was held out. */
export function scriptedReport(heldOut: boolean): Report {
  const scores = (
    id: MethodScores['id'],
    values: readonly [number, number, number, number, number, number],
  ): MethodScores => {
    const [coreVolumeMl, dice, growthRegionDice, volumeErrorPercent, hd95Mm, ssim] = values;
    const core = { dice, growthRegionDice, volumeErrorPercent, hd95Mm };
    const none = { dice: null, growthRegionDice: null, volumeErrorPercent: null, hd95Mm: null };
    return {
      id,
      core: heldOut ? core : none,
      image: heldOut ? { ssim, psnrDb: 30 } : { ssim: null, psnrDb: null },
      coreVolumeMl,
    };
  };
  return {
    schema: 'longview.report/1',
    synthetic: true,
    program: { name: 'Longview', version: '0.1.0' },
    model: { id: 'glioma-course', version: '0.1.0', sha256: 'a'.repeat(64) },
    segmentation: null,
    provider: 'cpu',
    scans: 'acquired',
    baselineDate: '2021-06-14',
    previousDate: '2021-04-12',
    earlierDate: null,
    followUpDate: heldOut ? '2021-09-13' : null,
    horizonDays: scriptedHorizonDays,
    treatment: { arm: 'none', startDays: 0, doseGy: null, doseFrom: null, ageYears: null },
    samples: 6,
    seed: 1,
    methods: [
      scores('glioma-course', [19.6, 0.883, 0.612, -8.4, 3.6, 0.941]),
      scores('no-change', [11.5, 0.699, 0, -46.3, 7.2, 0.902]),
      scores('linear-extrapolation', [17.2, 0.851, 0.548, -19.7, 4.4, 0.902]),
      scores('fisher-kolmogorov', [24.1, 0.862, 0.571, 12.6, 4.1, 0.902]),
    ],
    volumeMl: { baseline: 11.5, predicted: 19.6, actual: heldOut ? 21.4 : null, interval90: [14.2, 26.8] },
    curve: {
      visits: [
        { date: '2021-04-12', day: 0, coreMl: 6.1 },
        { date: '2021-06-14', day: 63, coreMl: 11.5 },
      ],
      futuresMl: [15.3, 17.8, 19.2, 20.4, 22.6, 25.1],
    },
    response: sampleContractResponse,
    comparison: null,
    explanation: null,
    registrations: [],
    warnings: [],
    timingsMs: {},
    notice: 'Research and teaching only, never for diagnosis.',
  };
}
