import type { Forecast } from '../../app/store/forecast.ts';
import { strings } from '../../app/strings.ts';
import { useActions } from '../../app/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { WarningList } from '../../ui/warning-list.tsx';
import { AtrophyOutcome } from './atrophy-outcome.tsx';
import { CourseOutcome } from './course-outcome.tsx';
import style from './simulate.module.css';

/** The outcome in one look, and where to go from here. */
export function ForecastDone({ forecast }: { readonly forecast: Forecast }) {
  const actions = useActions();
  const { kind, answer } = forecast;
  return (
    <div className={style.done} data-forecast={kind}>
      <h3>{strings.simulate.done}</h3>
      {kind === 'atrophy' ? <AtrophyOutcome report={answer.report} /> : <CourseOutcome report={answer.report} />}
      <WarningList warnings={answer.warnings} />
      <Button onClick={() => actions.goTo('verify')}>{strings.simulate.compare}</Button>
    </div>
  );
}
