import type { ForecastModel } from '../../app/store/forecast.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Switch } from '../../ui/switch.tsx';
import { CompareArmField } from './compare-arm-field.tsx';
import { DoseFile } from './dose-file.tsx';
import { MaskFiles } from './mask-files.tsx';

/** What else is asked about the treatment of a lesion. */
export function TreatmentOptions({ model }: { readonly model: ForecastModel | undefined }) {
  return (
    <>
      <CompareArmField model={model} />
      <DoseFile />
    </>
  );
}

/** What else is asked about a lesion: why the model says so, and who outlined it. */
export function LesionOptions() {
  const actions = useActions();
  const explain = useApp((data) => data.form.explain);
  const busy = useApp((data) => data.job !== null);
  return (
    <>
      <Switch
        label={strings.simulate.explain}
        help={strings.simulate.explainHelp}
        checked={explain}
        disabled={busy}
        onChange={(checked) => actions.setForm({ explain: checked })}
      />
      <MaskFiles />
    </>
  );
}
