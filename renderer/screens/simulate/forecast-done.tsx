import type { ForecastAnswer } from '../../../electron/contract/api.ts';
import { strings } from '../../app/strings.ts';
import { useActions } from '../../app/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { WarningList } from '../../ui/warning-list.tsx';
import { formatNumber } from '../verify/format-number.ts';
import style from './simulate.module.css';

/** The outcome in one look, and where to go from here. */
export function ForecastDone({ forecast }: { readonly forecast: ForecastAnswer }) {
  const actions = useActions();
  const { treatment, volumeMl } = forecast.report;
  const { predicted, interval90 } = volumeMl;
  return (
    <div className={style.done} data-forecast={forecast.forecastId}>
      <h3>{strings.simulate.done}</h3>
      <p className={style.volume}>
        {strings.simulate.predicted}
        <strong>{formatNumber(predicted, 1)} ml</strong>
      </p>
      <p className={style.interval}>
        {strings.simulate.interval(formatNumber(interval90[0], 1), formatNumber(interval90[1], 1))}
      </p>
      {treatment.arm !== 'none' && <p className={style.interval}>{strings.simulate.supposed(treatment)}</p>}
      <WarningList warnings={forecast.warnings} />
      <Button onClick={() => actions.goTo('verify')}>{strings.simulate.compare}</Button>
    </div>
  );
}
