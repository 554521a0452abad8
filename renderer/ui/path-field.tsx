import { useState } from 'react';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import style from './ui.module.css';

interface PathFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly initial?: string;
  readonly action: string;
  readonly busy: boolean;
  /** Opens the host's dialog; absent where the host has none. */
  readonly choose?: { readonly label: string; readonly ask: () => Promise<string | null> } | undefined;
  readonly onSubmit: (path: string) => void;
  /** Another thing that can be done with the path. */
  readonly second?: { readonly label: string; readonly help: string; readonly run: (path: string) => void };
}

/** A folder: typed, or chosen in a dialog where the host can show one. */
export function PathField({ label, hint, initial = '', action, busy, choose, onSubmit, second }: PathFieldProps) {
  const [path, setPath] = useState(initial);
  const submit = (): void => {
    if (path.trim() !== '' && !busy) onSubmit(path.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={label}>
        {(id) => (
          <div className={style.pathRow}>
            <input
              id={id}
              className={style.text}
              type="text"
              value={path}
              placeholder={hint}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setPath(event.target.value)}
            />
            {choose && (
              <Button
                disabled={busy}
                onClick={() => void choose.ask().then((chosen) => chosen !== null && setPath(chosen))}
              >
                {choose.label}
              </Button>
            )}
            <Button look="main" type="submit" disabled={busy || path.trim() === ''}>
              {action}
            </Button>
          </div>
        )}
      </Field>
      {second && (
        <p className={style.second}>
          {second.help}
          <Button look="quiet" disabled={busy || path.trim() === ''} onClick={() => second.run(path.trim())}>
            {second.label}
          </Button>
        </p>
      )}
    </form>
  );
}
