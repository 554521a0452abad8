import type { ReportExplanation } from '../../../electron/contract/report-explanation.ts';
import { strings } from '../../app/strings.ts';
import { formatNumber } from './format-number.ts';
import { influenceRows, type InfluenceRow } from './influence-rows.ts';
import style from './explanation.module.css';

const words = strings.verify.explanation;

/** What moved the model: a bar for every input, number and treatment; the map lies over the prediction. */
export function ExplanationBars({ explanation }: { readonly explanation: ReportExplanation }) {
  const rows = influenceRows(explanation);
  const mostMl = Math.max(0.1, ...rows.map(({ changeMl }) => Math.abs(changeMl)));
  return (
    <>
      <p className={style.scope}>{words.scope(formatNumber(explanation.volumeMl, 1))}</p>
      <table className={style.bars} data-explanation>
        <thead>
          <tr>
            <th scope="col">{words.changed}</th>
            <th scope="col">{words.axis(formatNumber(mostMl, 1))}</th>
            <th scope="col">{words.change}</th>
            <th scope="col" title={words.dissimilarityHelp}>
              {words.dissimilarity}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Bar key={row.key} row={row} mostMl={mostMl} />
          ))}
        </tbody>
      </table>
      <p className={style.remark}>{words.help}</p>
    </>
  );
}

function Bar({ row, mostMl }: { readonly row: InfluenceRow; readonly mostMl: number }) {
  const { name, group, changeMl, changePercent, dissimilarity, guessed } = row;
  const width = (50 * Math.abs(changeMl)) / mostMl;
  const percent = changePercent === null ? '' : ` (${formatNumber(changePercent, 0, true)} %)`;
  return (
    <tr data-group={group} data-row={row.key}>
      <th scope="row" title={guessed ? words.guessed : undefined}>
        {name}
        {guessed && ' *'}
      </th>
      <td className={style.track}>
        <span
          className={style.bar}
          data-side={changeMl < 0 ? 'less' : 'more'}
          style={changeMl < 0 ? { right: '50%', width: `${width}%` } : { left: '50%', width: `${width}%` }}
        />
      </td>
      <td>
        {formatNumber(changeMl, 1, true)} ml{percent}
      </td>
      <td>{formatNumber(dissimilarity, 2)}</td>
    </tr>
  );
}
