import type { AtrophyReport } from '../../../electron/contract/atrophy-report.ts';
import { isBanded } from '../../../electron/core/base/atrophy-rates.ts';
import { structureInWords } from '../../../electron/core/base/atrophy-words.ts';
import { yearsInShort } from '../../../electron/core/base/synthetic-mark.ts';
import { strings } from '../../app/strings.ts';
import { formatInterval, formatNumber } from '../verify/format-number.ts';
import { AtrophyRemark } from './atrophy-remark.tsx';
import style from './simulate.module.css';

const words = strings.verify.atrophy;

/** What hippocampi, brain and ventricles are, were and may become; every structure stands in the table of the next step. */
export function AtrophyOutcome({ report: { structures, years } }: { readonly report: AtrophyReport }) {
  const shown = structures.filter(({ structure }) => isBanded(structure));
  return (
    <>
      <table className={style.outcome} data-outcome>
        <thead>
          <tr>
            <th scope="col">{words.structure}</th>
            <th scope="col">ml</th>
            <th scope="col">{words.sinceShort}, %</th>
            <th scope="col">{words.ahead(yearsInShort(years))}, %</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ structure, ml, since, ahead }) => (
            <tr key={structure}>
              <th scope="row">{structureInWords(structure)}</th>
              <td>{formatNumber(ml, 1)}</td>
              <td>{formatNumber(since.changePercent, 1, true)}</td>
              <td>
                {formatNumber(ahead.changePercent, 1, true)}
                <small>{formatInterval(ahead.interval90, 1)}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <AtrophyRemark />
    </>
  );
}
