import { methodName } from '../../../electron/core/base/method-words.ts';
import type { Report } from '../../../electron/contract/report.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { formatNumber } from './format-number.ts';
import { bestMethods, scoreColumns } from './score-columns.ts';
import style from './verify.module.css';

/** Prediction and rivals in one table; a row is selected to see its outline in the pictures. */
export function ScoreTable({ report }: { readonly report: Report }) {
  const actions = useActions();
  const chosen = useApp((data) => data.pictures.method);
  const columns = scoreColumns.map((column) => ({ ...column, best: bestMethods(column, report.methods) }));
  return (
    <table className={style.table} data-scores>
      <thead>
        <tr>
          <th scope="col">{strings.verify.method}</th>
          {columns.map(({ id }) => {
            const words = strings.verify.columns[id];
            return (
              <th key={id} scope="col" title={words.help}>
                {words.label}
                {words.unit !== '' && <small> {words.unit}</small>}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {report.methods.map((method) => (
          <tr key={method.id} data-method={method.id} data-chosen={method.id === chosen}>
            <th scope="row">
              <button
                type="button"
                aria-pressed={method.id === chosen}
                onClick={() => actions.setPictures({ method: method.id })}
              >
                <span className={style.sample} data-source={method.id === report.model.id ? 'synthetic' : 'rival'} />
                {methodName(method.id)}
              </button>
            </th>
            {columns.map((column) => {
              const best = column.best.has(method.id);
              return (
                <td key={column.id} data-column={column.id} data-best={best}>
                  {formatNumber(column.valueOf(method), column.decimals, column.signed)}
                  {best && <span className={style.best}>{strings.verify.best}</span>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
