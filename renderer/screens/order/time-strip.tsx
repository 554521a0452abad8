import { useRef, type PointerEvent } from 'react';
import { chosenModel } from '../../app/store/forecast-form.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { FutureBand } from './future-band.tsx';
import { stripPlan } from './strip-plan.ts';
import { VisitDot } from './visit-dot.tsx';
import style from './time-strip.module.css';

/** The time line along the bottom: real dates as dots, the future as a shaded band that can be dragged. */
export function TimeStrip() {
  const actions = useActions();
  const track = useRef<HTMLDivElement>(null);
  const timeline = useApp((data) => data.timeline);
  const form = useApp((data) => data.form);
  const step = useApp((data) => data.step);
  const model = useApp((data) => chosenModel(data.models, data.form));
  const busy = useApp((data) => data.job !== null);
  if (!timeline) return null;
  const plan = stripPlan(timeline, form, model, step === 'simulate' || step === 'write');
  const canDrag = step === 'simulate' && plan.reachDays > 0 && !busy;

  const drag = (event: PointerEvent): void => {
    const box = track.current?.getBoundingClientRect();
    if (!box || !canDrag || (event.buttons & 1) === 0) return;
    const horizon = plan.horizonAt((100 * (event.clientX - box.left)) / box.width);
    if (horizon !== null) actions.setField(plan.horizonField, horizon);
  };

  return (
    <section className={style.strip} aria-label={strings.order.timeline}>
      <div ref={track} className={style.track} data-drag={canDrag} onPointerDown={drag} onPointerMove={drag}>
        <div className={style.line} style={plan.span(0, plan.lastDay)} />
        <FutureBand plan={plan} />
        {timeline.visits.map((visit, k) => (
          <VisitDot
            key={visit.date}
            visit={visit}
            percent={plan.scale.percentOf(visit.day)}
            row={plan.rows[k] ?? 0}
            heldOut={plan.heldOut && visit.day === plan.lastDay}
          />
        ))}
      </div>
    </section>
  );
}
