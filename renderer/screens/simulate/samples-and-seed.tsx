import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field, NumberInput } from '../../ui/field.tsx';
import style from './simulate.module.css';

/** Most futures that a request may ask for. */
const mostSamples = 200;
const largestSeed = 4294967295;

/** How many futures are drawn, and from which random numbers. */
export function SamplesAndSeed() {
  const actions = useActions();
  const { samples, seed } = useApp((data) => data.form);
  return (
    <div className={style.pair}>
      <Field label={strings.simulate.samples}>
        {(id) => (
          <NumberInput
            id={id}
            value={samples}
            minimum={1}
            maximum={mostSamples}
            unit={strings.simulate.samplesUnit}
            onChange={(value) => actions.setForm({ samples: value })}
          />
        )}
      </Field>
      <Field label={strings.simulate.seed}>
        {(id) => (
          <NumberInput
            id={id}
            value={seed}
            minimum={0}
            maximum={largestSeed}
            onChange={(value) => actions.setForm({ seed: value })}
          />
        )}
      </Field>
    </div>
  );
}
