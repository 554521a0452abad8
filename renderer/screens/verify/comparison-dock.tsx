import { useState } from 'react';
import type { Report } from '../../../electron/contract/report.ts';
import { strings } from '../../app/strings.ts';
import { useApp } from '../../app/use-app.ts';
import { WarningList } from '../../ui/warning-list.tsx';
import { ChoiceBar } from '../../ui/choice-bar.tsx';
import { ExplanationBars } from './explanation-bars.tsx';
import { ScoreTable } from './score-table.tsx';
import { TreatmentTable } from './treatment-table.tsx';
import { VolumeCurve } from './volume-curve.tsx';
import style from './verify.module.css';

type Tab = keyof typeof strings.verify.tabs;

/** Below the pictures: prediction and rivals against the real follow-up, the volume curve, and what to beware of. */
export function ComparisonDock() {
  const forecast = useApp((data) => data.forecast);
  const [chosen, setChosen] = useState<Tab | null>(null);
  if (!forecast) return null;
  const { report, warnings } = forecast;
  const names: readonly Tab[] = ['rivals', 'treatment', ...(report.explanation ? ['explanation' as const] : [])];
  const tabs = names.map((value) => ({ value, label: strings.verify.tabs[value] }));
  const wanted = chosen ?? (report.comparison ? 'treatment' : 'rivals');
  const tab = names.includes(wanted) ? wanted : 'rivals';
  const hasTruth = report.followUpDate !== null;
  return (
    <section className={style.dock} aria-labelledby="comparison-title">
      <div className={style.scores}>
        <div className={style.heading}>
          <h2 id="comparison-title">{hasTruth ? strings.verify.title : strings.verify.titleAlone}</h2>
          <ChoiceBar label={strings.verify.tabsLabel} options={tabs} chosen={[tab]} onChoose={setChosen} />
        </div>
        {tab === 'rivals' && <Rivals report={report} />}
        {tab === 'treatment' && <TreatmentTable report={report} />}
        {tab === 'explanation' && report.explanation && <ExplanationBars explanation={report.explanation} />}
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

function Rivals({ report }: { readonly report: Report }) {
  const hasTruth = report.followUpDate !== null;
  return (
    <>
      {!hasTruth && <p className={style.remark}>{strings.verify.noTruth}</p>}
      <ScoreTable report={report} />
      <p className={style.remark}>
        {strings.verify.outlineHelp} {hasTruth && strings.verify.oneCase}{' '}
        {report.treatment.arm !== 'none' && strings.verify.rivalsUntreated}
      </p>
    </>
  );
}
