import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { WarningList } from '../../ui/warning-list.tsx';
import { SkippedFilesList } from '../decode/skipped-files-list.tsx';
import { SeriesRow } from './series-row.tsx';
import style from './order.module.css';

/** The dated visits with their series, the sequence of each and why. */
export function VisitsPanel() {
  const actions = useActions();
  const timeline = useApp((data) => data.timeline);
  const index = useApp((data) => data.index);
  const shown = useApp((data) => data.pictures.dates);
  if (!timeline || !index) return null;
  return (
    <section className={style.visits} aria-labelledby="visits-title">
      <h2 id="visits-title">{strings.order.visits}</h2>
      <ol>
        {timeline.visits.map((visit) => (
          <li key={visit.date} data-visit={visit.date}>
            <div className={style.visitHead}>
              <h3>{visit.date}</h3>
              <span>{strings.order.day(visit.day)}</span>
              <Button
                look="quiet"
                aria-pressed={shown.includes(visit.date)}
                aria-label={strings.order.showVisit(visit.date)}
                onClick={() => actions.toggleDate(visit.date)}
              >
                {shown.includes(visit.date) ? strings.order.shown : strings.order.show}
              </Button>
            </div>
            {visit.series.map((series) => (
              <SeriesRow key={series.key} series={series} />
            ))}
          </li>
        ))}
      </ol>
      <WarningList warnings={timeline.warnings} />
      <SkippedFilesList index={index} />
      <Button look="main" onClick={() => actions.goTo('simulate')}>
        {strings.order.continue}
      </Button>
    </section>
  );
}
