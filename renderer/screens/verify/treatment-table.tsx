import type { ReportStage, ResponseClass } from '../../../electron/contract/report-response.ts';
import type { Report } from '../../../electron/contract/report.ts';
import { responseClassName, sharesInWords } from '../../../electron/core/base/response-words.ts';
import { strings } from '../../app/strings.ts';
import { formatNumber } from './format-number.ts';
import { responseColumns, type ResponseColumn } from './response-columns.ts';
import { TreatmentDifference } from './treatment-difference.tsx';
import style from './verify.module.css';

const words = strings.verify.response;

/** Response class of every scan since the one that it is counted from, real and predicted; with a comparison, of both treatments. */
export function TreatmentTable({ report }: { readonly report: Report }) {
  const { response, comparison } = report;
  const columns = responseColumns(report);
  const since = response.visits.filter(({ date }) => (date ?? '') >= response.referenceDate);
  const real = (stages: readonly ReportStage[], name: (date: string) => string) =>
    stages.map((stage) => (
      <tr key={stage.day} data-day={stage.day}>
        <th scope="row">{name(stage.date ?? '')}</th>
        <Stage stage={stage} withSize={!comparison} />
        {comparison && <td colSpan={3} />}
      </tr>
    ));
  return (
    <>
      {comparison && <TreatmentDifference comparison={comparison} />}
      <table className={`${style.table} ${style.tight}`} data-response>
        <TableHead columns={columns} />
        <tbody>
          {real(
            since.filter(({ day }) => day <= 0),
            (date) => date,
          )}
          {(columns[0]?.horizons ?? []).map(({ day }, index) => (
            <tr key={day} data-day={day} data-predicted>
              <th scope="row">{words.predictedDay(day)}</th>
              {columns.map(({ arm, horizons }) => (
                <Stage key={arm} stage={horizons[index]} withSize={!comparison} />
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{words.shares}</th>
            {columns.map((column) => (
              <Shares key={column.arm} column={column} withSize={!comparison} />
            ))}
          </tr>
          {real(
            since.filter(({ day }) => day > 0),
            words.followUpDay,
          )}
        </tbody>
      </table>
      <p className={style.remark}>
        {words.title(response.scope, response.referenceDate)}. {words.help}
      </p>
    </>
  );
}

function TableHead({ columns }: { readonly columns: readonly ResponseColumn[] }) {
  const compared = columns.length > 1;
  return (
    <thead>
      {compared && (
        <tr>
          <th />
          {columns.map(({ arm }) => (
            <th key={arm} colSpan={3} scope="colgroup" className={style.group}>
              {strings.simulate.arms[arm]}
            </th>
          ))}
        </tr>
      )}
      <tr>
        <th scope="col">{words.scan}</th>
        {columns.map(({ arm }) => (
          <Headings key={arm} withSize={!compared} />
        ))}
      </tr>
    </thead>
  );
}

function Headings({ withSize }: { readonly withSize: boolean }) {
  return (
    <>
      <th scope="col">
        {words.volume} <small>ml</small>
      </th>
      {withSize && (
        <th scope="col">
          {words.size} <small>mm</small>
        </th>
      )}
      <th scope="col">{words.rano2}</th>
      <th scope="col">{words.recist11}</th>
    </>
  );
}

interface StageProps {
  readonly stage: ReportStage | undefined;
  readonly withSize: boolean;
}

function Stage({ stage, withSize }: StageProps) {
  const size = stage ? words.sizeOf(formatNumber(stage.longestMm, 0), formatNumber(stage.perpendicularMm, 0)) : '';
  return (
    <>
      <td title={`${size} mm`}>{formatNumber(stage?.volumeMl, 1)}</td>
      {withSize && <td>{size}</td>}
      <ClassCell name={stage?.rano2 ?? null} />
      <ClassCell name={stage?.recist11 ?? null} />
    </>
  );
}

function ClassCell({ name }: { readonly name: ResponseClass | null }) {
  if (name === null) return <td>{strings.verify.none}</td>;
  return (
    <td title={words.classes[name]} data-class={name}>
      {responseClassName(name)}
    </td>
  );
}

function Shares({ column, withSize }: { readonly column: ResponseColumn; readonly withSize: boolean }) {
  return (
    <>
      <td colSpan={withSize ? 2 : 1} />
      <td className={style.shares}>{sharesInWords(column.shares.rano2)}</td>
      <td className={style.shares}>{sharesInWords(column.shares.recist11)}</td>
    </>
  );
}
