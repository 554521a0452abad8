import type { MethodScores, RegionScores, Report } from '../contract/report.ts';
import { impliedNotCausal, rivalsKnowNoTreatment, treatmentInWords } from '../core/base/treatment-words.ts';
import { describeExplanation } from './describe-explanation.ts';
import { describeTreatments } from './describe-treatments.ts';
import { figure, textTable } from './text-table.ts';

/** A finished forecast for the terminal: volumes, the table of methods against the real follow-up, warnings. */
export function describeForecast(report: Report): string {
  const { baselineDate, horizonDays, followUpDate, samples, treatment } = report;
  const against = followUpDate === null ? 'no follow-up to compare with' : `compared with ${followUpDate}`;
  const under = treatment.arm === 'none' ? '' : `, under ${treatmentInWords(treatment)} (${impliedNotCausal})`;
  const parts = [
    `Forecast from ${baselineDate} over ${horizonDays} days${under}, ${samples} sampled futures, ${against}`,
    volumes(report),
    ...describeTreatments(report),
    followUpDate === null
      ? volumesOfMethods(report.methods)
      : section('Lesion core', report.methods, ({ core }) => core),
  ];
  if (followUpDate !== null && report.methods.some(({ oedema }) => oedema)) {
    parts.push(section('Oedema', report.methods, ({ oedema }) => oedema));
  }
  if (treatment.arm !== 'none') parts.push(rivalsKnowNoTreatment);
  if (report.explanation) parts.push(describeExplanation(report.explanation));
  parts.push(...report.warnings.map(({ words }) => `Note: ${words}`));
  parts.push(report.notice);
  return parts.join('\n\n');
}

function volumes({ volumeMl }: Report): string {
  const [low, high] = volumeMl.interval90;
  const actual = volumeMl.actual === null ? '' : `, actual ${figure(volumeMl.actual, 1)} ml`;
  const interval = `90 % interval ${figure(low, 1)} to ${figure(high, 1)} ml`;
  return `Core volume: baseline ${figure(volumeMl.baseline, 1)} ml, predicted ${figure(volumeMl.predicted, 1)} ml (${interval})${actual}`;
}

/** What every method says, where nothing is known yet to score it by. */
function volumesOfMethods(methods: readonly MethodScores[]): string {
  return textTable([['method', 'core ml'], ...methods.map(({ id, coreVolumeMl }) => [id, figure(coreVolumeMl, 1)])]);
}

type RegionOf = (method: MethodScores) => RegionScores | undefined;

function section(title: string, methods: readonly MethodScores[], regionOf: RegionOf): string {
  // SSIM is of the whole brain, so it stands with the core alone.
  const isCore = title === 'Lesion core';
  const heading = [
    'method',
    'Dice',
    'growth-region Dice',
    'volume error %',
    'HD95 mm',
    ...(isCore ? ['SSIM', 'ml'] : []),
  ];
  const rows = methods.map((method) => {
    const scores = regionOf(method);
    return [
      method.id,
      figure(scores?.dice, 3),
      figure(scores?.growthRegionDice, 3),
      figure(scores?.volumeErrorPercent, 1),
      figure(scores?.hd95Mm, 2),
      ...(isCore ? [figure(method.image.ssim, 3), figure(method.coreVolumeMl, 1)] : []),
    ];
  });
  return `${title}\n${textTable([heading, ...rows])}`;
}
