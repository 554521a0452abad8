import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { PathField } from '../../ui/path-field.tsx';
import { SkippedFilesList } from './skipped-files-list.tsx';
import style from './decode.module.css';

/** The first screen: open a folder. */
export function OpenScreen() {
  const actions = useActions();
  const index = useApp((data) => data.index);
  const job = useApp((data) => data.job);
  const canChoose = useApp((data) => data.app?.canChooseFolder === true);
  const choose = canChoose ? { label: strings.decode.choose, ask: actions.chooseFolder } : undefined;
  return (
    <section className={style.screen} aria-labelledby="open-title">
      <div className={style.card}>
        <div className={style.lead}>
          <h2 id="open-title">{strings.decode.title}</h2>
          <p>{strings.decode.lead}</p>
        </div>
        <PathField
          key={index?.path ?? ''}
          label={strings.decode.path}
          hint={strings.decode.pathHint}
          initial={index?.path ?? ''}
          action={strings.decode.open}
          busy={job !== null}
          choose={choose}
          second={{
            label: strings.decode.demo,
            help: strings.decode.demoHelp,
            run: (path) => void actions.createDemo(path),
          }}
          onSubmit={(path) => void actions.openFolder(path)}
        />
        {job && <JobProgress job={job} onCancel={actions.cancel} />}
        {index && !job && (
          <>
            <p className={style.facts}>
              {strings.decode.facts(index.filesRead, index.patients.length, index.elapsedMs)}
            </p>
            <SkippedFilesList index={index} />
          </>
        )}
      </div>
      <ul className={style.promises}>
        {strings.decode.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
    </section>
  );
}
