import type { ReportArm, ReportComparison } from '../contract/report-response.ts';
import type { Report } from '../contract/report.ts';
import { figure, textTable } from './text-table.ts';

/** Response class of the prediction, and the comparison of two treatments where there is one. */
export function describeTreatments({ response, comparison, horizonDays }: Report): string[] {
  const { scope, referenceDate, horizons, shares } = response;
  const last = horizons.at(-1);
  const line = [
    `Response at +${horizonDays} d (${scope}, counted from ${referenceDate}):`,
    `RANO 2.0 ${last?.rano2 ?? '-'} (futures: ${sharesInWords(shares.rano2)}),`,
    `RECIST 1.1 ${last?.recist11 ?? '-'} (futures: ${sharesInWords(shares.recist11)})`,
  ].join(' ');
  return comparison === null ? [line] : [line, describeComparison(comparison)];
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
  const { median, interval90, futures } = volumeDifferenceMl;
  const [word, sign] = median < 0 ? ['smaller', -1] : ['larger', 1];
  const agreeing = futures.filter((ml) => ml * sign > 0).length;
  return [
    `Treatments compared (${scope})`,
    textTable([heading, ...rows, ['90 % interval', ...arms.flatMap(intervalCells)]]),
    `Core volume at the horizon, ${first.arm} minus ${second.arm}: ${figure(median, 1)} ml (90 % interval ${figure(interval90[0], 1)} to ${figure(interval90[1], 1)} ml), ${word} in ${agreeing} of ${futures.length} paired futures`,
  ].join('\n');
}

function intervalCells({ interval90Ml: [low, high] }: ReportArm): string[] {
  return [`${figure(low, 1)} to ${figure(high, 1)}`, '', ''];
}

function sharesInWords(shares: ReportArm['shares']['rano2']): string {
  return Object.entries(shares)
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([name, share]) => `${name} ${Math.round(100 * share)} %`)
    .join(', ');
}
