import type { FormField } from '../../../electron/contract/manifest-parts.ts';
import type { ForecastModel } from '../../app/store/forecast.ts';
import { isHorizon } from '../../app/store/horizon.ts';
import { allowedRange, trainedRange, type ChoiceField, type IntegerField } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field, NumberInput } from '../../ui/field.tsx';
import { HorizonField } from './horizon-field.tsx';
import { SliderField } from './slider-field.tsx';
import style from './simulate.module.css';

interface ModelFieldProps {
  readonly field: FormField;
  readonly manifest: ForecastModel['manifest'];
}

/** One field of the model's own form, as its manifest describes it. */
export function ModelField({ field, manifest }: ModelFieldProps) {
  if (field.type === 'choice') return <Choice field={field} />;
  const trained = trainedRange(field, manifest);
  if (isHorizon(field)) return <HorizonField field={field} trained={trained} />;
  return field.optional === true ? (
    <OptionalNumber field={field} trained={trained} />
  ) : (
    <Slider field={field} trained={trained} />
  );
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

interface NumberFieldProps {
  readonly field: IntegerField;
  /** Smallest and largest value that the model was trained on. */
  readonly trained: readonly [number, number];
}

function Slider({ field, trained }: NumberFieldProps) {
  const actions = useActions();
  const value = useApp((data) => data.form.fields[field.id]);
  return (
    <SliderField
      field={field}
      value={Number(value ?? field.minimum)}
      trained={trained}
      onChange={(asked) => actions.setField(field.id, asked)}
    />
  );
}

function OptionalNumber({ field, trained }: NumberFieldProps) {
  const actions = useActions();
  const [least, most] = allowedRange(field);
  const value = useApp((data) => data.form.fields[field.id]);
  const outside = typeof value === 'number' && (value < trained[0] || value > trained[1]);
  return (
    <Field
      label={field.label}
      help={outside ? strings.simulate.outside(trained[0], trained[1], field.unit) : undefined}
    >
      {(id) => (
        <div className={style.optional}>
          <NumberInput
            id={id}
            value={typeof value === 'number' ? value : null}
            minimum={least}
            maximum={most}
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
