import { arms, type Arm } from '../base/arm.ts';
import type { ModelSituation } from './build-input.ts';
import type { ConditionName } from './explain-types.ts';
import type { ModelDescription } from './model-description.ts';
import type { Pauses } from './pause.ts';
import { withHorizon, withTreatment, type ForecastWorkplace } from './prepare-forecast.ts';

/** A number and how the situation looks when it is told otherwise. */
export interface ConditionQuestion {
  readonly condition: ConditionName;
  readonly value: number;
  readonly lower: number;
  readonly higher: number;
  readonly situation: (value: number) => Promise<ModelSituation>;
}

/** Steps of the central differences. */
const shareStep = 0.1;
const startStepDays = 14;
const ageStepYears = 10;

/** The numbers that the model was told of this patient and that can be varied alone. */
export function conditionQuestions(
  place: ForecastWorkplace,
  model: ModelDescription,
  pauses: Pauses,
): readonly ConditionQuestion[] {
  const { horizonDays, treatment, input, ageYears } = place;
  const knows = (condition: string): boolean => model.conditions.includes(condition);
  const step = Math.max(1, Math.round(shareStep * horizonDays));
  const questions: ConditionQuestion[] = [
    {
      condition: 'horizonDays',
      value: horizonDays,
      ...around(horizonDays, step, [1, Infinity]),
      situation: (days) => withHorizon(place, days, model, pauses),
    },
  ];
  if (treatment.arm !== 'none' && knows('startYears')) {
    questions.push({
      condition: 'startDays',
      value: treatment.startDays,
      ...around(treatment.startDays, startStepDays),
      situation: async (startDays) => withTreatment(place, { ...input.treatment, startDays }),
    });
  }
  if (treatment.doseGy !== null && model.channels.includes('dose')) {
    questions.push(doseQuestion(place, treatment.doseGy));
  }
  if (ageYears !== null && knows('age')) {
    questions.push({
      condition: 'ageYears',
      value: ageYears,
      ...around(ageYears, ageStepYears, [0, 120]),
      situation: async (years) => ({ ...place, ageYears: years }),
    });
  }
  return questions;
}

/** The whole dose a tenth lower or higher, planned or prescribed; its size is given by its highest value. */
function doseQuestion(place: ForecastWorkplace, doseGy: Float32Array): ConditionQuestion {
  const value = doseGy.reduce((most, gray) => Math.max(most, gray), 0);
  return {
    condition: 'doseGy',
    value,
    ...around(value, shareStep * value, [0, Infinity]),
    situation: async (highest) => {
      const scale = value > 0 ? highest / value : 1;
      return { ...place, treatment: { ...place.treatment, doseGy: doseGy.map((gray) => gray * scale) } };
    },
  };
}

/** Both sides of a value, within what it can be. */
function around(
  value: number,
  step: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): { readonly lower: number; readonly higher: number } {
  return { lower: Math.max(least, value - step), higher: Math.min(most, value + step) };
}

/** Every other treatment that the model was taught. */
export function otherArms(
  place: ForecastWorkplace,
  model: ModelDescription,
): readonly { readonly arm: Arm; readonly situation: () => ModelSituation }[] {
  if (!model.conditions.includes('armRadiotherapy')) return [];
  return arms
    .filter((arm) => arm !== place.treatment.arm)
    .map((arm) => ({ arm, situation: () => withTreatment(place, { ...place.input.treatment, arm }) }));
}
