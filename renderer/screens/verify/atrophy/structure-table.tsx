import type { AtrophyReport, AtrophyStructure } from '../../../../electron/contract/atrophy-report.ts';
import { structureInWords } from '../../../../electron/core/base/atrophy-words.ts';
import { yearsInShort } from '../../../../electron/core/base/synthetic-mark.ts';
import { strings } from '../../../app/strings.ts';
import { formatInterval, formatNumber } from '../format-number.ts';
import style from '../verify.module.css';

const words = strings.verify.atrophy;

/** Every structure: volume now, what changed since the healthy counterpart, what may change in the years ahead. */
export function StructureTable({ report }: { readonly report: AtrophyReport }) {
  const { structures, years, intracranialMl, hippocampusMl } = report;
  const [left, right] = [formatNumber(hippocampusMl.left, 2), formatNumber(hippocampusMl.right, 2)];
  return (
    <>
      <table className={`${style.table} ${style.tight}`} data-structures>
        <thead>
          <tr>
            <th />
            <th colSpan={2} scope="colgroup" className={style.group}>
              {words.scan}
            </th>
            <th colSpan={2} scope="colgroup" className={style.group}>
              {words.since}
            </th>
            <th colSpan={3} scope="colgroup" className={style.group}>
              {words.aheadSynthetic(yearsInShort(years))}
            </th>
          </tr>
          <tr>
            <th scope="col">{words.structure}</th>
            <th scope="col">ml</th>
            <th scope="col" title={words.withinSkullHelp}>
              {words.withinSkull}
            </th>
            <ChangeHeadings />
            <ChangeHeadings />
            <th scope="col">{words.perYear}</th>
          </tr>
        </thead>
        <tbody>
          {structures.map(({ structure, ml, percentOfIntracranial, since, ahead }) => (
            <tr key={structure} data-structure={structure}>
              <th scope="row">{structureInWords(structure)}</th>
              <td>{formatNumber(ml, 1)}</td>
              <td>{formatNumber(percentOfIntracranial, 1)}</td>
              <Change change={since} />
              <Change change={ahead} />
              <td>{formatNumber(ahead.perYear?.percent, 2, true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={style.remark}>{words.skull(formatNumber(intracranialMl, 0), left, right)}</p>
    </>
  );
}

function ChangeHeadings() {
  return (
    <>
      <th scope="col">%</th>
      <th scope="col">{words.interval}</th>
    </>
  );
}

function Change({ change }: { readonly change: AtrophyStructure['since'] }) {
  const { changePercent, interval90 } = change;
  return (
    <>
      <td>{formatNumber(changePercent, 1, true)}</td>
      <td className={style.quiet}>{formatInterval(interval90, 1)}</td>
    </>
  );
}
