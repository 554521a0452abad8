import type { ModelSummary } from '../../../electron/contract/api.ts';
import { arms, hasRadiotherapy, type Arm } from '../../../electron/core/base/arm.ts';
import type { ForecastModel } from './forecast.ts';
import { fittingValues } from './model-fields.ts';
import type { ForecastForm } from './state.ts';

/** The models that forecast. */
export function forecastModels(models: readonly ModelSummary[]): ForecastModel[] {
  return models.flatMap(({ manifest, ...rest }) => (manifest.kind === 'segmentation' ? [] : [{ ...rest, manifest }]));
}

/** The model that a form asks; undefined where none is installed. */
export function chosenModel(models: readonly ForecastModel[], { model }: ForecastForm): ForecastModel | undefined {
  return models.find(({ manifest }) => manifest.id === model);
}

/** The form with the chosen model's own fields at their defaults; what the user set before is kept where it fits. */
export function formFor(models: readonly ForecastModel[], form: ForecastForm): ForecastForm {
  const model = chosenModel(models, form) ?? models[0];
  if (!model) return form;
  const fields = fittingValues(model.manifest.form, form.fields);
  return { ...form, model: model.manifest.id, fields };
}

/** Treatments that a forecast under one treatment can be compared with, as the model's manifest names them; none where it
 * knows of no treatment. */
export function armsToCompare(model: ForecastModel | undefined, arm: Arm): readonly ArmOption[] {
  const field = model?.manifest.form.find(({ id }) => id === 'arm');
  if (field?.type !== 'choice') return [];
  return field.options.flatMap(({ value, label }) => {
    const known = arms.find((one) => one === value);
    return known === undefined || known === arm ? [] : [{ arm: known, label }];
  });
}

/** The treatment that the form asks about; none for a model that knows of none. */
export function chosenArm({ fields }: ForecastForm): Arm {
  return arms.find((arm) => arm === fields['arm']) ?? 'none';
}

/** Whether one of the form's treatments irradiates, so that a dose matters. */
export function isIrradiating(form: ForecastForm): boolean {
  return hasRadiotherapy(chosenArm(form)) || hasRadiotherapy(form.compareArm ?? 'none');
}

/** One treatment by the model's name for it. */
export interface ArmOption {
  readonly arm: Arm;
  readonly label: string;
}
