import type { AtrophyReport, AtrophyStructure, MeasuredChange } from '../contract/atrophy-report.ts';
import {
  courseWords,
  neverAcquired,
  ratesInWords,
  structureInWords,
  supposedNotFound,
} from '../core/base/atrophy-words.ts';
import { figure, signedFigure, textTable } from './text-table.ts';

/** A finished atrophy forecast for the terminal: volumes, loss since, change ahead, and what two dates show. */
export function describeAtrophy(report: AtrophyReport): string {
  const { baselineDate, years, course, samples, intracranialMl, hippocampusMl, measured } = report;
  const ahead = `${figure(years, 1)} years`;
  const parts = [
    `From ${baselineDate}, ${ahead} ahead; supposed: ${courseWords[course]}; ${samples} sampled answers`,
    `Within the skull ${figure(intracranialMl, 0)} ml; hippocampi left ${figure(hippocampusMl.left, 2)} ml, right ${figure(hippocampusMl.right, 2)} ml`,
    structures(report.structures, ahead),
    `Maps: ${(['since', 'ahead'] as const).map((name) => shownBy(name, report.maps[name])).join('; ')}`,
    ...(measured ? [twoDates(measured)] : []),
    ratesInWords,
    ...report.warnings.map(({ words }) => `Note: ${words}`),
    neverAcquired,
    supposedNotFound,
    report.notice,
  ];
  return parts.join('\n\n');
}

function shownBy(name: 'since' | 'ahead', { unit, threshold, lossShare, gainShare }: AtrophyReport['maps']['since']) {
  const words = `${name === 'since' ? 'changed since' : 'change ahead'}, beyond chance (${figure(threshold, 1)} ${unit})`;
  if (lossShare + gainShare === 0) return `${words}: nothing`;
  return `${words}: ${figure(100 * lossShare, 0)} % lost, ${figure(100 * gainShare, 0)} % gained`;
}

function structures(rows: readonly AtrophyStructure[], ahead: string): string {
  const heading = [
    'structure',
    'ml',
    '% of skull',
    'since, beyond ageing, %',
    `in ${ahead}, %`,
    '90 %',
    '%/year',
    'ml/year',
  ];
  const cells = rows.map(({ structure, ml, percentOfIntracranial, since, ahead: change }) => [
    structureInWords(structure),
    figure(ml, 1),
    figure(percentOfIntracranial, 1),
    signedFigure(since.changePercent, 1),
    signedFigure(change.changePercent, 1),
    interval(change.interval90),
    signedFigure(change.perYear?.percent ?? null, 2),
    signedFigure(change.perYear?.ml ?? null, 2),
  ]);
  return textTable([heading, ...cells]);
}

function twoDates({ earlierDate, laterDate, threshold, structures: rows, methods }: MeasuredChange): string {
  const heading = ['structure', 'measured %/year', 'predicted %/year', '90 %', 'group mean %/year'];
  const cells = rows.map(({ structure, measured, predicted, interval90, groupPercentPerYear }) => [
    structureInWords(structure),
    signedFigure(measured?.percentPerYear ?? null, 2),
    signedFigure(predicted.percentPerYear, 2),
    interval(interval90),
    signedFigure(groupPercentPerYear, 2),
  ]);
  const pictures = methods.map(({ id, ssim, psnrDb }) => [id, figure(ssim, 3), figure(psnrDb, 1)]);
  return `From ${earlierDate} to ${laterDate}, measured by deformable registration; its map shows nothing below ${figure(threshold, 1)} %/year, which chance could be
${textTable([heading, ...cells])}

Picture of ${laterDate}
${textTable([['method', 'SSIM', 'PSNR dB'], ...pictures])}`;
}

function interval([low, high]: readonly [number, number]): string {
  return `${signedFigure(low, 1)} to ${signedFigure(high, 1)}`;
}
