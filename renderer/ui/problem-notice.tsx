import { problemWords } from '../../electron/contract/problem-words.ts';
import type { Problem } from '../../electron/core/base/problem.ts';
import { strings } from '../app/strings.ts';
import { Button } from './button.tsx';
import style from './ui.module.css';

/** What was refused and what to do about it. */
export function ProblemWordsView({ problem }: { readonly problem: Problem }) {
  const words = problemWords(problem);
  return (
    <div>
      <p className={style.problemTitle}>{words.title}</p>
      <p className={style.problemHelp}>{words.whatToDo}</p>
    </div>
  );
}

interface ProblemNoticeProps {
  readonly problem: Problem | null;
  /** Message of a failure of the program itself. */
  readonly bug: string | null;
  readonly onClose: () => void;
}

/** The bar that appears when something was refused or went wrong. */
export function ProblemNotice({ problem, bug, onClose }: ProblemNoticeProps) {
  if (!problem && bug === null) return null;
  return (
    <div className={style.problem} role="alert" data-problem={problem?.code ?? 'bug'}>
      <span className={style.problemSign} aria-hidden="true">
        !
      </span>
      {problem ? (
        <ProblemWordsView problem={problem} />
      ) : (
        <div>
          <p className={style.problemTitle}>{strings.bug.title}</p>
          <p className={style.problemHelp}>
            {strings.bug.whatToDo} <code>{bug}</code>
          </p>
        </div>
      )}
      <Button look="quiet" onClick={onClose}>
        {strings.close}
      </Button>
    </div>
  );
}
