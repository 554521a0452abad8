import { describe, expect, it } from 'vitest';
import { requestSchemas } from '../../../../electron/contract/requests.ts';
import { forecastModels, formFor } from '../../../../renderer/app/store/forecast-form.ts';
import { atrophyRequest } from '../../../../renderer/app/store/forecast-request.ts';
import { daysInUnit, horizonDays, horizonUnit, predictedDate } from '../../../../renderer/app/store/horizon.ts';
import { trainedRange, type IntegerField } from '../../../../renderer/app/store/model-fields.ts';
import { initialData, type ForecastForm } from '../../../../renderer/app/store/state.ts';
import { stripPlan } from '../../../../renderer/screens/order/strip-plan.ts';
import { atrophyModel } from '../../../fixtures/sample-atrophy.ts';
import { someModel, threeVisits } from '../../../fixtures/window-patient.ts';
import { scriptedSegmentation } from '../../../e2e/scripted-manifest.ts';

const models = [someModel, atrophyModel];
const { form: fields } = atrophyModel.manifest;
const formWith = (change: Partial<ForecastForm> = {}): ForecastForm =>
  formFor(models, { ...initialData.form, model: 'brain-atrophy', ...change });
const patient = { timeline: threeVisits, path: '/data/one', overrides: { x: 'T1' } } as const;
const requestOf = (change: Partial<ForecastForm>) => atrophyRequest(formWith(change), fields, patient);

describe('the models that can be chosen', () => {
  it('are those that forecast, of a lesion or of a brain', () => {
    const segmentation = { manifest: scriptedSegmentation, sha256: '', card: '' };
    expect(forecastModels([...models, segmentation]).map(({ manifest }) => manifest.kind)).toEqual([
      'course',
      'atrophy',
    ]);
  });
});

describe('the form of a brain', () => {
  it('has the fields of its model alone, whatever the model before had asked', () => {
    const lesion = formFor(models, initialData.form);
    expect(lesion.fields).toEqual({ horizonDays: 90 });
    expect(formFor(models, { ...lesion, model: 'brain-atrophy' }).fields).toEqual({ years: 4, course: 'unknown' });
  });

  it('looks ahead in years', () => {
    const form = formWith();
    expect(horizonUnit(form)).toEqual({ id: 'years', days: 365.25 });
    expect(horizonDays(form, threeVisits)).toBe(1461);
    expect(predictedDate(form, threeVisits)).toBe('2024-05-01');
    const heldOut = formWith({ holdOut: true });
    expect(horizonDays(heldOut, threeVisits)).toBe(61);
    expect(daysInUnit(61, horizonUnit(heldOut))).toBe(0.2);
  });

  it('knows the trained ranges by the names that the manifest gives them', () => {
    const rangeOf = (id: string) =>
      trainedRange(fields.find((field) => field.id === id) as IntegerField, atrophyModel.manifest);
    expect(rangeOf('years')).toEqual([1, 8]);
    expect(rangeOf('yearsOfDisease')).toEqual([1, 12]);
    expect(rangeOf('ageYears')).toEqual([55, 90]);
  });
});

describe('the request for a brain', () => {
  it('asks for what the form says, and for nothing that belongs to a lesion', () => {
    const set = { years: 6, course: 'ad', yearsOfDisease: 3, ageYears: 71 };
    const asked = requestOf({ fields: set, samples: 8, seed: 5, explain: true, compareArm: 'radiotherapy' });
    expect(asked).toEqual({
      path: '/data/one',
      patientKey: 'p1',
      model: 'brain-atrophy',
      samples: 8,
      seed: 5,
      holdOut: 'none',
      sequenceOverrides: { x: 'T1' },
      ...set,
    });
    expect(requestSchemas['atrophy.run'].safeParse(asked).success).toBe(true);
  });

  it('supposes no years of disease where the form does not show them', () => {
    const asked = requestOf({ fields: { years: 6, course: 'healthy', yearsOfDisease: 3 } });
    expect(asked).not.toHaveProperty('yearsOfDisease');
  });

  it('of a held-out date leaves the years to the real interval', () => {
    const asked = requestOf({ holdOut: true });
    expect(asked).toMatchObject({ holdOut: 'last', course: 'unknown' });
    expect(asked).not.toHaveProperty('years');
    expect(requestSchemas['atrophy.run'].safeParse(asked).success).toBe(true);
  });
});

describe('the time strip of a brain', () => {
  const plan = stripPlan(threeVisits, formWith(), atrophyModel, true);

  it('shows the future in years, as far as the model was trained', () => {
    expect(plan).toMatchObject({
      baselineDay: 121,
      horizonDays: 1461,
      horizonWords: '+4 y',
      predictedDate: '2024-05-01',
      reachDays: 2922,
      reachWords: '+8 y',
      horizonField: 'years',
    });
  });

  it('turns a place in the future into whole years that the form allows', () => {
    const at = (years: number): number | null => plan.horizonAt(plan.scale.percentOf(121 + years * 365.25));
    expect([at(0.2), at(2.6), at(7.9), at(-0.1)]).toEqual([1, 3, 8, null]);
  });

  it('says a held-out interval with a decimal', () => {
    expect(stripPlan(threeVisits, formWith({ holdOut: true }), atrophyModel, true).horizonWords).toBe('+0.2 y');
  });
});
