import type { IntegerField } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { Field, NumberInput } from '../../ui/field.tsx';
import style from './simulate.module.css';

interface SliderFieldProps {
  readonly field: IntegerField;
  readonly value: number;
  /** Smallest and largest value that may be typed; the slider covers what the model was trained on. */
  readonly limits: readonly [number, number];
  readonly help?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A whole number to slide or to type, with a word of caution outside what the model was trained on. */
export function SliderField({ field, value, limits, help, disabled = false, onChange }: SliderFieldProps) {
  const { label, unit, minimum, maximum } = field;
  const outside = value < minimum || value > maximum;
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
              minimum={limits[0]}
              maximum={limits[1]}
              unit={unit}
              disabled={disabled}
              onChange={onChange}
            />
          </div>
        )}
      </Field>
      {outside && <p className={style.caution}>{strings.simulate.outside(minimum, maximum, unit)}</p>}
    </div>
  );
}
