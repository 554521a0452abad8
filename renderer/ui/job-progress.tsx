import { useEffect, useState } from 'react';
import type { Job } from '../app/store/state.ts';
import { strings } from '../app/strings.ts';
import { Button } from './button.tsx';
import style from './ui.module.css';

/** How far a long call is, in words and as a bar, with the way to stop it. */
export function JobProgress({ job, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const tick = (): void => setSeconds(Math.max(0, Math.round((Date.now() - job.startedMs) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [job.startedMs]);
  const fraction = job.progress?.progressFraction ?? 0;
  const stage = job.progress ? (strings.stages[job.progress.stage] ?? job.progress.stage) : strings.loading;
  return (
    <div className={style.progress} data-stage={job.progress?.stage ?? ''}>
      <div className={style.progressWords} aria-live="polite">
        <span>{stage}</span>
        <span className={style.progressNumbers}>
          {strings.percent(fraction)} · {strings.elapsed(seconds)}
        </span>
      </div>
      <progress value={fraction} max={1} aria-label={stage} />
      <Button onClick={onCancel}>{strings.cancel}</Button>
    </div>
  );
}
