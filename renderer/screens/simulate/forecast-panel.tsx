import { shownFields } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Field, NumberInput } from '../../ui/field.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ForecastDone } from './forecast-done.tsx';
import { CompareArmField } from './compare-arm-field.tsx';
import { DoseFile } from './dose-file.tsx';
import { MaskFiles } from './mask-files.tsx';
import { ModelChoice } from './model-choice.tsx';
import { ModelField } from './model-field.tsx';
import style from './simulate.module.css';

/** Most futures that a request may ask for. */
const mostSamples = 200;
const largestSeed = 4294967295;

/** The form of a forecast, made from the model's own manifest; run, progress, cancel. */
export function ForecastPanel() {
  const actions = useActions();
  const visits = useApp((data) => data.timeline?.visits.length ?? 0);
  const model = useApp((data) => data.models.find(({ manifest }) => manifest.id === data.form.model));
  const { holdOut, fields, compareArm } = useApp((data) => data.form);
  const job = useApp((data) => data.job);
  const forecast = useApp((data) => data.forecast);
  const several = visits > 1;
  return (
    <section className={style.panel} aria-labelledby="forecast-title">
      <h2 id="forecast-title">{strings.simulate.title}</h2>
      <ModelChoice />
      <Switch
        label={strings.simulate.holdOut}
        help={several ? strings.simulate.holdOutHelp : strings.simulate.holdOutNeeds}
        checked={holdOut}
        disabled={!several || job !== null}
        onChange={(checked) => actions.setForm({ holdOut: checked })}
      />
      {model &&
        shownFields(model.manifest.form, fields, compareArm).map((field) => (
          <ModelField key={field.id} field={field} manifest={model.manifest} />
        ))}
      <CompareArmField model={model} />
      <DoseFile />
      <SamplesAndSeed />
      <ExplainSwitch />
      <MaskFiles />
      {job?.step === 'simulate' ? (
        <JobProgress job={job} onCancel={actions.cancel} />
      ) : (
        <Button look="main" disabled={!model || job !== null} onClick={() => void actions.runForecast()}>
          {forecast ? strings.simulate.again : strings.simulate.run}
        </Button>
      )}
      {forecast && !job && <ForecastDone forecast={forecast} />}
    </section>
  );
}

function ExplainSwitch() {
  const actions = useActions();
  const explain = useApp((data) => data.form.explain);
  const busy = useApp((data) => data.job !== null);
  return (
    <Switch
      label={strings.simulate.explain}
      help={strings.simulate.explainHelp}
      checked={explain}
      disabled={busy}
      onChange={(checked) => actions.setForm({ explain: checked })}
    />
  );
}

function SamplesAndSeed() {
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
