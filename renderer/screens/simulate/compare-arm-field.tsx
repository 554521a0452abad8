import { armsToCompare, chosenArm } from '../../app/store/forecast-form.ts';
import type { ForecastModel } from '../../app/store/forecast.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field } from '../../ui/field.tsx';

/** Which other treatment the same futures are looked at under; nothing for a model that knows of none. */
export function CompareArmField({ model }: { readonly model: ForecastModel | undefined }) {
  const actions = useActions();
  const chosen = useApp((data) => data.form.compareArm);
  const arm = useApp((data) => chosenArm(data.form));
  const options = armsToCompare(model, arm);
  if (options.length === 0) return null;
  return (
    <Field label={strings.simulate.compareArm} help={strings.simulate.compareArmHelp}>
      {(id) => (
        <select
          id={id}
          value={chosen ?? ''}
          onChange={(event) =>
            actions.setForm({ compareArm: options.find(({ arm }) => arm === event.target.value)?.arm ?? null })
          }
        >
          <option value="">{strings.simulate.compareNothing}</option>
          {options.map(({ arm, label }) => (
            <option key={arm} value={arm}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
