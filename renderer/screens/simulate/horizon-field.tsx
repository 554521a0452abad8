import { horizonDays, predictedDate, type NumberField } from '../../app/store/forecast-form.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field, NumberInput } from '../../ui/field.tsx';
import style from './simulate.module.css';

/** Largest number of days that a request may ask for. */
const mostDays = 3650;

/** One number of the model's own form; the horizon is fixed while the last date is held out. */
export function HorizonField({ field }: { readonly field: NumberField }) {
  const actions = useActions();
  const form = useApp((data) => data.form);
  const timeline = useApp((data) => data.timeline);
  if (!timeline) return null;
  const fixed = field.id === 'horizonDays' && form.holdOut;
  const value = fixed ? horizonDays(form, timeline) : (form.fields[field.id] ?? field.minimum);
  const outside = value < field.minimum || value > field.maximum;
  const help = fixed
    ? strings.simulate.horizonHeldOut(value)
    : field.id === 'horizonDays'
      ? strings.simulate.horizonTo(predictedDate(form, timeline))
      : undefined;
  return (
    <div className={style.horizon}>
      <Field label={field.label} help={help}>
        {(id) => (
          <div className={style.slider}>
            <input
              type="range"
              aria-label={field.label}
              min={field.minimum}
              max={field.maximum}
              value={Math.min(field.maximum, Math.max(field.minimum, value))}
              disabled={fixed}
              onChange={(event) => actions.setField(field.id, Number(event.target.value))}
            />
            <NumberInput
              id={id}
              value={value}
              minimum={1}
              maximum={mostDays}
              unit={field.unit}
              disabled={fixed}
              onChange={(asked) => actions.setField(field.id, asked)}
            />
          </div>
        )}
      </Field>
      {outside && <p className={style.caution}>{strings.simulate.outside(field.minimum, field.maximum, field.unit)}</p>}
    </div>
  );
}
