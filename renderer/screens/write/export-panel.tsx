import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { JobProgress } from '../../ui/job-progress.tsx';
import { PathField } from '../../ui/path-field.tsx';
import { groupFiles } from './group-files.ts';
import style from './write.module.css';

/** Writing the forecast to a folder, and where it went. */
export function ExportPanel() {
  const actions = useActions();
  const job = useApp((data) => data.job);
  const exported = useApp((data) => data.exported);
  const canChoose = useApp((data) => data.app?.canChooseFolder === true);
  const choose = canChoose ? { label: strings.write.choose, ask: actions.chooseFolder } : undefined;
  return (
    <section className={style.panel} aria-labelledby="export-title">
      <h2 id="export-title">{strings.write.title}</h2>
      <p className={style.quiet}>{strings.write.lead}</p>
      <PathField
        label={strings.write.folder}
        hint={strings.write.folderHint}
        action={strings.write.run}
        busy={job !== null}
        choose={choose}
        onSubmit={(path) => void actions.exportTo(path)}
      />
      {job?.step === 'write' && <JobProgress job={job} onCancel={actions.cancel} />}
      {exported && !job && (
        <div className={style.done} data-exported={exported.path} role="status">
          <p>{strings.write.done(exported.files.length)}</p>
          <code>{exported.path}</code>
          <ul>
            {groupFiles(exported.files).map(({ name, files }) => (
              <li key={name}>
                <strong>{strings.write.groupLine(name, files)}</strong>
                <span>{strings.write.groups[name] ?? ''}</span>
              </li>
            ))}
          </ul>
          <p className={style.quiet}>{strings.write.marked}</p>
        </div>
      )}
    </section>
  );
}
