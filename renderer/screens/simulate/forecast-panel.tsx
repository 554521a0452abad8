import { chosenModel } from '../../app/store/forecast-form.ts';
import { shownFields } from '../../app/store/model-fields.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { JobProgress } from '../../ui/job-progress.tsx';
import { Switch } from '../../ui/switch.tsx';
import { AtrophyRemark } from './atrophy-remark.tsx';
import { ForecastDone } from './forecast-done.tsx';
import { LesionOptions, TreatmentOptions } from './course-options.tsx';
import { ModelChoice } from './model-choice.tsx';
import { ModelField } from './model-field.tsx';
import { SamplesAndSeed } from './samples-and-seed.tsx';
import style from './simulate.module.css';

/** The form of a forecast, made from the model's own manifest; run, progress, cancel. */
export function ForecastPanel() {
  const actions = useActions();
  const visits = useApp((data) => data.timeline?.visits.length ?? 0);
  const model = useApp((data) => chosenModel(data.models, data.form));
  const { holdOut, fields, compareArm } = useApp((data) => data.form);
  const job = useApp((data) => data.job);
  const forecast = useApp((data) => data.forecast);
  const several = visits > 1;
  const kind = model?.manifest.kind;
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
      {kind === 'course' && <TreatmentOptions model={model} />}
      {kind === 'atrophy' && <AtrophyRemark />}
      <SamplesAndSeed />
      {kind === 'course' && <LesionOptions />}
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
