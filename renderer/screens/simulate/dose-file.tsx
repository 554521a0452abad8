import { isIrradiating } from '../../app/store/forecast-form.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field } from '../../ui/field.tsx';
import ui from '../../ui/ui.module.css';

/** Optional file of the planned dose, where a treatment irradiates. */
export function DoseFile() {
  const actions = useActions();
  const form = useApp((data) => data.form);
  if (!isIrradiating(form)) return null;
  return (
    <Field label={strings.simulate.dose} help={strings.simulate.doseHelp}>
      {(id) => (
        <input
          id={id}
          className={ui.text}
          type="text"
          spellCheck={false}
          autoComplete="off"
          placeholder={strings.simulate.doseHint}
          value={form.doseFile}
          onChange={(event) => actions.setForm({ doseFile: event.target.value })}
        />
      )}
    </Field>
  );
}
