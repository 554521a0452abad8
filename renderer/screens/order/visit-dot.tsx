import type { Visit } from '../../../electron/contract/library.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import style from './time-strip.module.css';

interface VisitDotProps {
  readonly visit: Visit;
  readonly percent: number;
  readonly row: 0 | 1;
  readonly heldOut: boolean;
}

/** One visit on the time line; a press shows or hides its scan. */
export function VisitDot({ visit, percent, row, heldOut }: VisitDotProps) {
  const actions = useActions();
  const shown = useApp((data) => data.pictures.dates.includes(visit.date));
  const sequences = [...new Set(visit.series.map(({ sequence }) => sequence))].join(', ');
  return (
    <button
      type="button"
      className={style.visit}
      data-row={row}
      data-held={heldOut}
      aria-pressed={shown}
      aria-label={strings.order.showVisit(visit.date)}
      style={{ left: `${percent}%` }}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => actions.toggleDate(visit.date)}
    >
      <span className={style.dot} />
      <span className={style.words}>
        {visit.date}
        <small>{heldOut ? strings.order.heldOut : `${strings.order.day(visit.day)} · ${sequences}`}</small>
      </span>
    </button>
  );
}
