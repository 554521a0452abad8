import { chosenModel } from '../../app/store/forecast-form.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field } from '../../ui/field.tsx';
import { ModelCard } from './model-card.tsx';

/** Which model, and what it says about itself. */
export function ModelChoice() {
  const actions = useActions();
  const models = useApp((data) => data.models);
  const model = useApp((data) => chosenModel(data.models, data.form));
  if (!model) return <p>{strings.simulate.noModel}</p>;
  return (
    <>
      <Field label={strings.simulate.model} help={`${model.manifest.id} ${model.manifest.version}`}>
        {(id) => (
          <select
            id={id}
            value={model.manifest.id}
            onChange={(event) => actions.setForm({ model: event.target.value })}
          >
            {models.map(({ manifest }) => (
              <option key={manifest.id} value={manifest.id}>
                {manifest.title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ModelCard model={model} />
    </>
  );
}
