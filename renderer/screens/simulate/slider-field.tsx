import { allowedRange, type IntegerField } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { Field, NumberInput } from '../../ui/field.tsx';
import style from './simulate.module.css';

interface SliderFieldProps {
  readonly field: IntegerField;
  readonly value: number;
  /** Smallest and largest value that the model was trained on. */
  readonly trained: readonly [number, number];
  readonly help?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A whole number to slide within the form's limits or to type, with a word of caution outside what the model was trained on. */
export function SliderField({ field, value, trained, help, disabled = false, onChange }: SliderFieldProps) {
  const { label, unit, minimum, maximum } = field;
  const [least, most] = allowedRange(field);
  const outside = value < trained[0] || value > trained[1];
  return (
    <div className={style.slides}>
      <Field label={label} help={help}>
        {(id) => (
          <div className={style.slider}>
            <input
              type="range"
              aria-label={label}
              min={minimum}
              max={maximum}
              value={Math.min(maximum, Math.max(minimum, value))}
              disabled={disabled}
              onChange={(event) => onChange(Number(event.target.value))}
            />
            <NumberInput
              id={id}
              value={value}
              minimum={least}
              maximum={most}
              unit={unit}
              disabled={disabled}
              onChange={onChange}
            />
          </div>
        )}
      </Field>
      {outside && <p className={style.caution}>{strings.simulate.outside(trained[0], trained[1], unit)}</p>}
    </div>
  );
}
