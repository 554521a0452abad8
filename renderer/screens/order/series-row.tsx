import type { SeriesEntry } from '../../../electron/contract/library.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import { sequenceOrder } from '../../app/store/timeline-series.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import style from './order.module.css';

/** One series: what it is, why, and the way to correct it. */
export function SeriesRow({ series }: { readonly series: SeriesEntry }) {
  const actions = useActions();
  const overridden = useApp((data) => data.overrides[series.key] !== undefined);
  const busy = useApp((data) => data.job !== null);
  const name = series.description === '' ? series.modality : series.description;
  return (
    <div className={style.series} data-sequence={series.sequence}>
      <select
        aria-label={`${strings.order.sequence}: ${name}`}
        value={series.sequence}
        disabled={busy || series.problemCode !== null}
        onChange={(event) => void actions.overrideSequence(series.key, event.target.value as Sequence)}
      >
        {sequenceOrder.map((sequence) => (
          <option key={sequence}>{sequence}</option>
        ))}
      </select>
      <div className={style.seriesWords}>
        <p>{name}</p>
        <p className={style.seriesFacts}>
          <span>{strings.order.slices(...series.size)}</span>
          {series.spacingMm && <span>{strings.order.spacing(series.spacingMm)}</span>}
        </p>
        {series.problemCode !== null && (
          <p className={style.unusable}>
            {strings.order.cannotUse}: {series.problemCode}
          </p>
        )}
        {overridden ? (
          <p className={style.seriesFacts}>{strings.order.changed}</p>
        ) : (
          series.evidence.length > 0 && (
            <details className={style.seriesFacts}>
              <summary>{strings.order.evidence}</summary>
              <ul>
                {series.evidence.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )
        )}
      </div>
    </div>
  );
}
