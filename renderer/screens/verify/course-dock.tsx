import type { ForecastAnswer } from '../../../electron/contract/api.ts';
import type { Report } from '../../../electron/contract/report.ts';
import { strings } from '../../app/strings.ts';
import { WarningList } from '../../ui/warning-list.tsx';
import { Dock, type DockTab } from './dock.tsx';
import { ExplanationBars } from './explanation-bars.tsx';
import { ScoreTable } from './score-table.tsx';
import { TreatmentTable } from './treatment-table.tsx';
import { VolumeCurve } from './volume-curve.tsx';
import style from './verify.module.css';

/** Prediction and rivals against the real follow-up of a lesion, the volume curve, and what to beware of. */
export function CourseDock({ answer: { report, warnings } }: { readonly answer: ForecastAnswer }) {
  const { title, titleAlone, tabs: labels } = strings.verify;
  const { explanation } = report;
  const tabs: DockTab[] = [
    { id: 'rivals', label: labels.rivals, content: <Rivals report={report} /> },
    { id: 'treatment', label: labels.treatment, content: <TreatmentTable report={report} /> },
  ];
  if (explanation) {
    tabs.push({ id: 'explanation', label: labels.explanation, content: <ExplanationBars explanation={explanation} /> });
  }
  const picture = (
    <>
      <h3>
        {strings.verify.curve} <small>{strings.verify.curveAxis}</small>
      </h3>
      <VolumeCurve report={report} />
    </>
  );
  return (
    <Dock
      title={report.followUpDate === null ? titleAlone : title}
      tabs={tabs}
      first={report.comparison ? 'treatment' : 'rivals'}
      picture={picture}
      cautions={warnings.length > 0 ? <WarningList warnings={warnings} /> : null}
    />
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
