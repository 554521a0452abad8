import { agreementInWords, sharesInWords } from '../core/base/response-words.ts';
import type { ReportArm, ReportComparison } from '../contract/report-response.ts';
import type { Report } from '../contract/report.ts';
import { figure, signedFigure, textTable } from './text-table.ts';

/** Response class of the prediction, and the comparison of two treatments where there is one. */
export function describeTreatments({ response, comparison, horizonDays }: Report): string[] {
  const { scope, referenceDate, horizons, shares } = response;
  const last = horizons.at(-1);
  const line = [
    `Response at +${horizonDays} d (${scope}, counted from ${referenceDate}):`,
    `RANO 2.0 ${last?.rano2 ?? '-'} (futures: ${sharesInWords(shares.rano2)}),`,
    `RECIST 1.1 ${last?.recist11 ?? '-'} (futures: ${sharesInWords(shares.recist11)})`,
  ].join(' ');
  const before = horizons.slice(0, -1).map((stage) => {
    const classes = `RANO 2.0 ${stage.rano2 ?? '-'}, RECIST 1.1 ${stage.recist11 ?? '-'}`;
    return `  at +${stage.day} d: ${figure(stage.volumeMl, 1)} ml, ${classes}`;
  });
  const lines = [line, ...before].join('\n');
  return comparison === null ? [lines] : [line, describeComparison(comparison)];
}

function describeComparison({ scope, arms, volumeDifferenceMl }: ReportComparison): string {
  const [first, second] = arms;
  const heading = ['day', ...arms.flatMap(({ arm }) => [`${arm}, ml`, 'RANO 2.0', 'RECIST 1.1'])];
  const rows = first.horizons.map(({ day }, index) => [
    `+${day} d`,
    ...arms.flatMap(({ horizons }) => {
      const stage = horizons[index];
      return [figure(stage?.volumeMl, 1), stage?.rano2 ?? '-', stage?.recist11 ?? '-'];
    }),
  ]);
  const { median, interval90 } = volumeDifferenceMl;
  return [
    `Treatments compared (${scope})`,
    textTable([heading, ...rows, ['90 % interval', ...arms.flatMap(intervalCells)]]),
    `Core volume at the horizon, ${first.arm} minus ${second.arm}: ${signedFigure(median, 1)} ml (90 % interval ${signedFigure(interval90[0], 1)} to ${signedFigure(interval90[1], 1)} ml), ${agreementInWords(volumeDifferenceMl)} paired futures`,
  ].join('\n');
}

function intervalCells({ interval90Ml: [low, high] }: ReportArm): string[] {
  return [`${figure(low, 1)} to ${figure(high, 1)}`, '', ''];
}
