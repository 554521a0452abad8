import { daysInUnit, horizonDays, horizonUnit, predictedDate } from '../../app/store/horizon.ts';
import type { IntegerField } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { SliderField } from './slider-field.tsx';

interface HorizonFieldProps {
  readonly field: IntegerField;
  /** Smallest and largest value that the model was trained on. */
  readonly trained: readonly [number, number];
}

/** How far to forecast; fixed while the last date is held out. */
export function HorizonField({ field, trained }: HorizonFieldProps) {
  const actions = useActions();
  const form = useApp((data) => data.form);
  const timeline = useApp((data) => data.timeline);
  if (!timeline) return null;
  const days = horizonDays(form, timeline);
  const { horizonHeldOut, horizonTo } = strings.simulate;
  return (
    <SliderField
      field={field}
      value={daysInUnit(days, horizonUnit(form))}
      trained={trained}
      help={form.holdOut ? horizonHeldOut(days) : horizonTo(predictedDate(form, timeline))}
      disabled={form.holdOut}
      onChange={(asked) => actions.setField(field.id, asked)}
    />
  );
}
