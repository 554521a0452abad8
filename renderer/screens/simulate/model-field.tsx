import type { FormField } from '../../../electron/contract/course-manifest.ts';
import type { ChoiceField, IntegerField } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field, NumberInput } from '../../ui/field.tsx';
import { HorizonField } from './horizon-field.tsx';
import { SliderField } from './slider-field.tsx';
import style from './simulate.module.css';

/** One field of the model's own form, as its manifest describes it. */
export function ModelField({ field }: { readonly field: FormField }) {
  if (field.type === 'choice') return <Choice field={field} />;
  if (field.id === 'horizonDays') return <HorizonField field={field} />;
  return field.optional === true ? <OptionalNumber field={field} /> : <Slider field={field} />;
}

function Choice({ field }: { readonly field: ChoiceField }) {
  const actions = useActions();
  const value = useApp((data) => data.form.fields[field.id]);
  return (
    <Field label={field.label}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => actions.setField(field.id, event.target.value)}>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Slider({ field }: { readonly field: IntegerField }) {
  const actions = useActions();
  const value = useApp((data) => data.form.fields[field.id]);
  return (
    <SliderField
      field={field}
      value={Number(value ?? field.minimum)}
      limits={[field.minimum, field.maximum]}
      onChange={(asked) => actions.setField(field.id, asked)}
    />
  );
}

function OptionalNumber({ field }: { readonly field: IntegerField }) {
  const actions = useActions();
  const value = useApp((data) => data.form.fields[field.id]);
  return (
    <Field label={field.label}>
      {(id) => (
        <div className={style.optional}>
          <NumberInput
            id={id}
            value={typeof value === 'number' ? value : null}
            minimum={field.minimum}
            maximum={field.maximum}
            unit={field.unit}
            onChange={(asked) => actions.setField(field.id, asked)}
            onClear={() => actions.setField(field.id, null)}
          />
          <span>{strings.simulate.optional}</span>
        </div>
      )}
    </Field>
  );
}
