import type { ReportStage, ResponseClass } from '../../../electron/contract/report-response.ts';
import type { Report } from '../../../electron/contract/report.ts';
import { strings } from '../../app/strings.ts';
import { formatNumber } from './format-number.ts';
import { responseColumns, sharesInWords, type ResponseColumn } from './response-columns.ts';
import style from './verify.module.css';

const words = strings.verify.response;

/** Response class of every scan, real and predicted; with a comparison, of both treatments and what differs between them. */
export function TreatmentTable({ report }: { readonly report: Report }) {
  const { response, comparison } = report;
  const columns = responseColumns(report);
  const before = response.visits.filter(({ day }) => day <= 0);
  const after = response.visits.filter(({ day }) => day > 0);
  return (
    <>
      <p className={style.remark}>{words.title(response.scope, response.referenceDate)}</p>
      {comparison && <Difference comparison={comparison} />}
      <table className={style.table} data-response>
        <thead>
          {comparison && (
            <tr>
              <th />
              {columns.map(({ arm }) => (
                <th key={arm} colSpan={4} scope="colgroup" className={style.group}>
                  {strings.simulate.arms[arm]}
                </th>
              ))}
            </tr>
          )}
          <tr>
            <th scope="col">{words.scan}</th>
            {columns.map((column) => (
              <Headings key={column.arm} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before.map((stage) => (
            <RealRow key={stage.day} stage={stage} name={stage.date ?? ''} columns={columns.length} />
          ))}
          {response.horizons.map(({ day }, index) => (
            <tr key={day} data-day={day} data-predicted>
              <th scope="row">{words.predictedDay(day)}</th>
              {columns.map(({ arm, horizons }) => (
                <Stage key={arm} stage={horizons[index]} />
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{words.shares}</th>
            {columns.map((column) => (
              <Shares key={column.arm} column={column} />
            ))}
          </tr>
          {after.map((stage) => (
            <RealRow
              key={stage.day}
              stage={stage}
              name={words.followUpDay(stage.date ?? '')}
              columns={columns.length}
            />
          ))}
        </tbody>
      </table>
      <p className={style.remark}>{words.help}</p>
    </>
  );
}

function Headings() {
  return (
    <>
      <th scope="col">
        {words.volume} <small>ml</small>
      </th>
      <th scope="col">
        {words.size} <small>mm</small>
      </th>
      <th scope="col">{words.rano2}</th>
      <th scope="col">{words.recist11}</th>
    </>
  );
}

/** A scan that was acquired is the same under every treatment. */
function RealRow({
  stage,
  name,
  columns,
}: {
  readonly stage: ReportStage;
  readonly name: string;
  readonly columns: number;
}) {
  return (
    <tr data-day={stage.day}>
      <th scope="row">{name}</th>
      <Stage stage={stage} />
      {columns > 1 && <td colSpan={4} />}
    </tr>
  );
}

function Stage({ stage }: { readonly stage: ReportStage | undefined }) {
  const size = stage && `${formatNumber(stage.longestMm, 0)} × ${formatNumber(stage.perpendicularMm, 0)}`;
  return (
    <>
      <td>{formatNumber(stage?.volumeMl, 1)}</td>
      <td>{size}</td>
      <ClassCell name={stage?.rano2 ?? null} />
      <ClassCell name={stage?.recist11 ?? null} />
    </>
  );
}

function ClassCell({ name }: { readonly name: ResponseClass | null }) {
  if (name === null) return <td>{strings.verify.none}</td>;
  return (
    <td title={words.classes[name]} data-class={name}>
      {name === 'not-measurable' ? words.notMeasurable : name}
    </td>
  );
}

function Shares({ column }: { readonly column: ResponseColumn }) {
  return (
    <>
      <td colSpan={2} />
      <td className={style.shares}>{sharesInWords(column.shares.rano2)}</td>
      <td className={style.shares}>{sharesInWords(column.shares.recist11)}</td>
    </>
  );
}

function Difference({ comparison }: { readonly comparison: NonNullable<Report['comparison']> }) {
  const [first, second] = comparison.arms.map(({ arm }) => strings.simulate.arms[arm]) as [string, string];
  const { median, interval90, futures } = comparison.volumeDifferenceMl;
  const [low, high] = interval90.map((ml) => formatNumber(ml, 1, true));
  return (
    <p className={style.difference} title={words.differenceHelp} data-difference>
      {words.difference(first, second)} <strong>{formatNumber(median, 1, true)} ml</strong>
      <span>
        {strings.simulate.interval(low ?? '', high ?? '')};{' '}
        {words.smaller(futures.filter((ml) => ml < 0).length, futures.length)}
      </span>
      <small>{words.versus(comparison.scope)}</small>
    </p>
  );
}
