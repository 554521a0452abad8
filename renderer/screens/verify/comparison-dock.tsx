import { strings } from '../../app/strings.ts';
import { useApp } from '../../app/use-app.ts';
import { WarningList } from '../../ui/warning-list.tsx';
import { ScoreTable } from './score-table.tsx';
import { VolumeCurve } from './volume-curve.tsx';
import style from './verify.module.css';

/** Below the pictures: prediction and rivals against the real follow-up, the volume curve, and what to beware of. */
export function ComparisonDock() {
  const forecast = useApp((data) => data.forecast);
  if (!forecast) return null;
  const { report, warnings } = forecast;
  const hasTruth = report.followUpDate !== null;
  return (
    <section className={style.dock} aria-labelledby="comparison-title">
      <div className={style.scores}>
        <h2 id="comparison-title">{hasTruth ? strings.verify.title : strings.verify.titleAlone}</h2>
        {!hasTruth && <p className={style.remark}>{strings.verify.noTruth}</p>}
        <ScoreTable report={report} />
        <p className={style.remark}>
          {strings.verify.outlineHelp} {hasTruth && strings.verify.oneCase}
        </p>
      </div>
      <div className={style.curveColumn}>
        <h3>
          {strings.verify.curve} <small>{strings.verify.curveAxis}</small>
        </h3>
        <VolumeCurve report={report} />
      </div>
      {warnings.length > 0 && (
        <div className={style.cautions} tabIndex={0} role="region" aria-label={strings.verify.caution}>
          <h3>{strings.verify.caution}</h3>
          <WarningList warnings={warnings} />
        </div>
      )}
    </section>
  );
}
