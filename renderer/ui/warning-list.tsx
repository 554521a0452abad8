import { warningWords } from '../../electron/contract/warning-words.ts';
import type { Warning } from '../../electron/core/base/warning.ts';
import style from './ui.module.css';

/** Cautions in words; nothing when there are none. */
export function WarningList({ warnings }: { readonly warnings: readonly Warning[] }) {
  const words = [...new Set(warnings.map(warningWords))];
  if (words.length === 0) return null;
  return (
    <ul className={style.warnings}>
      {words.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
