import { useEffect } from 'react';
import { OpenScreen } from '../screens/decode/open-screen.tsx';
import { ChoosePatient } from '../screens/order/choose-patient.tsx';
import { TimeStrip } from '../screens/order/time-strip.tsx';
import { VisitsPanel } from '../screens/order/visits-panel.tsx';
import { ForecastPanel } from '../screens/simulate/forecast-panel.tsx';
import { ComparisonDock } from '../screens/verify/comparison-dock.tsx';
import { ExportPanel } from '../screens/write/export-panel.tsx';
import { JobProgress } from '../ui/job-progress.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { StepBar } from './step-bar.tsx';
import { useActions, useApp } from './use-app.ts';
import { Viewer } from './viewer.tsx';
import style from './shell.module.css';

/** The window: steps on top, pictures in the middle, the step's own controls beside or below them. */
export function Shell() {
  const actions = useActions();
  const problem = useApp((data) => data.problem);
  const bug = useApp((data) => data.bug);
  return (
    <div className={style.shell}>
      <StepBar />
      <div className={style.notices}>
        <ProblemNotice problem={problem} bug={bug} onClose={actions.dismiss} />
      </div>
      <main className={style.main}>
        <Screen />
      </main>
    </div>
  );
}

function Screen() {
  const actions = useActions();
  const step = useApp((data) => data.step);
  const timeline = useApp((data) => data.timeline);
  const job = useApp((data) => data.job);
  const severalPatients = useApp((data) => (data.index?.patients.length ?? 0) > 1);
  const { dates, sequence } = useApp((data) => data.pictures);
  useEffect(() => void actions.loadShownSeries(), [actions, timeline, dates, sequence]);
  if (step === 'decode') return <OpenScreen />;
  if (!timeline && job) {
    return (
      <div className={style.waiting}>
        <JobProgress job={job} onCancel={actions.cancel} />
      </div>
    );
  }
  if (!timeline) return severalPatients ? <ChoosePatient /> : <OpenScreen />;
  return (
    <div className={style.work} data-step={step}>
      <Viewer />
      {step === 'verify' ? (
        <ComparisonDock />
      ) : (
        <>
          <aside className={style.panel}>
            {step === 'order' && <VisitsPanel />}
            {step === 'simulate' && <ForecastPanel />}
            {step === 'write' && <ExportPanel />}
          </aside>
          <TimeStrip />
        </>
      )}
    </div>
  );
}
