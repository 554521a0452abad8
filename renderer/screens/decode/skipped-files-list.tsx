import type { LibraryIndex } from '../../../electron/contract/library.ts';
import { strings } from '../../app/strings.ts';
import { WarningList } from '../../ui/warning-list.tsx';
import style from './decode.module.css';

/** What was left out of an opened folder and why, and what was assumed. */
export function SkippedFilesList({ index }: { readonly index: LibraryIndex }) {
  const skipped = index.skipped.reduce((sum, { files }) => sum + files, 0);
  const warnings = index.warnings.filter(({ code }) => code !== 'decode/files-skipped');
  return (
    <>
      {skipped > 0 && (
        <details className={style.skipped}>
          <summary>{strings.decode.skippedTitle(skipped)}</summary>
          <ul>
            {index.skipped.map(({ reason, files, examples }) => (
              <li key={reason}>
                {strings.decode.skippedLine(files, strings.decode.reasons[reason] ?? reason)}
                {examples.length > 0 && <span>{strings.decode.skippedExamples(examples)}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      <WarningList warnings={warnings} />
    </>
  );
}
