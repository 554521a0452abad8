import type { ReportComparison } from '../../../electron/contract/report-response.ts';
import { agreementInWords } from '../../../electron/core/base/response-words.ts';
import { strings } from '../../app/strings.ts';
import { formatNumber } from './format-number.ts';
import style from './verify.module.css';

const words = strings.verify.response;

/** What one treatment changes against the other, in one line, with what it must not be taken for. */
export function TreatmentDifference({ comparison }: { readonly comparison: ReportComparison }) {
  const [first, second] = comparison.arms.map(({ arm }) => strings.simulate.arms[arm]) as [string, string];
  const { median, interval90 } = comparison.volumeDifferenceMl;
  const [low, high] = interval90.map((ml) => formatNumber(ml, 1, true)) as [string, string];
  return (
    <p className={style.difference} title={words.differenceHelp} data-difference>
      {words.difference(first, second)}
      <strong>{formatNumber(median, 1, true)} ml</strong>
      <span>
        {words.interval(low, high)}, {words.agreeing(agreementInWords(comparison.volumeDifferenceMl))}
      </span>
      <em>{comparison.scope}</em>
    </p>
  );
}
