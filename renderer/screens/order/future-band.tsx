import { strings } from '../../app/strings.ts';
import type { StripPlan } from './strip-plan.ts';
import style from './time-strip.module.css';

/** The future on the time line: how far the model reaches, and what is asked for. */
export function FutureBand({ plan }: { readonly plan: StripPlan }) {
  if (!plan.planning) return null;
  const { baselineDay, horizonDays, lastDay, reachDays } = plan;
  return (
    <>
      {reachDays > horizonDays && (
        <div className={style.reach} style={plan.span(lastDay, lastDay + reachDays)}>
          <span>{strings.order.trained(plan.reachWords)}</span>
        </div>
      )}
      <div className={style.future} data-future style={plan.span(baselineDay, baselineDay + horizonDays)}>
        <span className={style.futureEnd} />
        <span className={style.futureWords} data-side={plan.heldOut ? 'middle' : 'end'}>
          {strings.order.future(plan.horizonWords)}
          <small>{plan.predictedDate}</small>
        </span>
      </div>
    </>
  );
}
