import type { AppData, Step } from './store/state.ts';
import { strings } from './strings.ts';
import { useActions, useApp } from './use-app.ts';
import style from './shell.module.css';

const steps: readonly Step[] = ['decode', 'order', 'simulate', 'verify', 'write'];

/** Product, steps, patient, and the notice that is always there. */
export function StepBar() {
  const actions = useActions();
  const step = useApp((data) => data.step);
  const patient = useApp((data) => data.timeline?.patientLabel ?? '');
  const job = useApp((data) => data.job);
  const reached = useApp(reachedSteps);
  return (
    <header className={style.bar}>
      <h1 className={style.brand}>{strings.product}</h1>
      <nav aria-label={strings.stepsLabel}>
        {steps.map((name, k) => (
          <button
            key={name}
            type="button"
            aria-current={name === step ? 'step' : undefined}
            disabled={k >= reached}
            onClick={() => actions.goTo(name)}
          >
            {strings.steps[name]}
          </button>
        ))}
      </nav>
      {job && job.step !== step && (
        <button type="button" className={style.job} onClick={() => actions.goTo(job.step)}>
          {(job.progress && strings.stages[job.progress.stage]) ?? strings.loading}{' '}
          {strings.percent(job.progress?.progressFraction ?? 0)}
        </button>
      )}
      <p className={style.patient} title={patient}>
        {patient}
      </p>
      <p className={style.notice}>{strings.notice}</p>
    </header>
  );
}

/** How many steps, from the left, can be gone to. */
function reachedSteps(data: AppData): number {
  if (data.forecast) return 5;
  if (data.timeline) return 3;
  return data.index ? 2 : 1;
}
