import type { Report } from '../../../electron/contract/report.ts';
import { strings } from '../../app/strings.ts';
import { formatNumber } from '../verify/format-number.ts';
import style from './simulate.module.css';

/** The predicted volume of a lesion with its interval, and the treatment that was supposed. */
export function CourseOutcome({ report: { treatment, volumeMl } }: { readonly report: Report }) {
  const { predicted, interval90 } = volumeMl;
  return (
    <>
      <p className={style.volume}>
        {strings.simulate.predicted}
        <strong>{formatNumber(predicted, 1)} ml</strong>
      </p>
      <p className={style.interval}>
        {strings.simulate.interval(formatNumber(interval90[0], 1), formatNumber(interval90[1], 1))}
      </p>
      {treatment.arm !== 'none' && <p className={style.interval}>{strings.simulate.supposed(treatment)}</p>}
    </>
  );
}
