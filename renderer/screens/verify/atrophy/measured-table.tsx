import type { MeasuredChange } from '../../../../electron/contract/atrophy-report.ts';
import { methodName } from '../../../../electron/core/base/method-words.ts';
import { structureInWords } from '../../../../electron/core/base/atrophy-words.ts';
import { yearsInShort } from '../../../../electron/core/base/synthetic-mark.ts';
import { strings } from '../../../app/strings.ts';
import { formatInterval, formatNumber } from '../format-number.ts';
import style from '../verify.module.css';

const words = strings.verify.atrophy;

/** What registration measured between two real dates, beside what the model predicted from the earlier one. */
export function MeasuredTable({ measured }: { readonly measured: MeasuredChange }) {
  const { earlierDate, laterDate, years, structures } = measured;
  return (
    <>
      <table className={`${style.table} ${style.tight}`} data-measured>
        <thead>
          <tr>
            <th />
            <th colSpan={2} scope="colgroup" className={style.group}>
              {words.measuredRate}
            </th>
            <th colSpan={3} scope="colgroup" className={style.group}>
              {words.predictedRate}
            </th>
            <th scope="colgroup" className={style.group}>
              {words.groupMean}
            </th>
          </tr>
          <tr>
            <th scope="col">{words.structure}</th>
            <th scope="col">{words.perYear}</th>
            <th scope="col">{words.mlPerYear}</th>
            <th scope="col">{words.perYear}</th>
            <th scope="col">{words.interval}</th>
            <th scope="col">{words.mlPerYear}</th>
            <th scope="col" title={words.groupMeanHelp}>
              {words.perYear}
            </th>
          </tr>
        </thead>
        <tbody>
          {structures.map(({ structure, measured: real, predicted, interval90, groupPercentPerYear }) => (
            <tr key={structure} data-structure={structure}>
              <th scope="row">{structureInWords(structure)}</th>
              <td>{formatNumber(real?.percentPerYear ?? null, 2, true)}</td>
              <td>{formatNumber(real?.mlPerYear ?? null, 2, true)}</td>
              <td>{formatNumber(predicted.percentPerYear, 2, true)}</td>
              <td className={style.quiet}>{formatInterval(interval90, 2)}</td>
              <td>{formatNumber(predicted.mlPerYear, 2, true)}</td>
              <td>{formatNumber(groupPercentPerYear, 2, true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={style.remark}>{words.measuredHelp(earlierDate, laterDate, yearsInShort(years))}</p>
      <PictureScores measured={measured} />
    </>
  );
}

/** How like the later scan the predicted picture is, beside those of the group's mean and of no change. */
function PictureScores({ measured: { laterDate, methods } }: { readonly measured: MeasuredChange }) {
  return (
    <table className={`${style.table} ${style.tight}`} data-pictures>
      <thead>
        <tr>
          <th scope="col">{words.picture(laterDate)}</th>
          <th scope="col">SSIM</th>
          <th scope="col">
            PSNR <small>dB</small>
          </th>
        </tr>
      </thead>
      <tbody>
        {methods.map(({ id, ssim, psnrDb }) => (
          <tr key={id}>
            <th scope="row">{methodName(id)}</th>
            <td>{formatNumber(ssim, 3)}</td>
            <td>{formatNumber(psnrDb, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
