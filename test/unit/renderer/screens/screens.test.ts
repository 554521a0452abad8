import { describe, expect, it } from 'vitest';
import type { MethodScores } from '../../../../electron/contract/report.ts';
import { sharesInWords } from '../../../../electron/core/base/response-words.ts';
import { addDays, daysBetween } from '../../../../renderer/app/store/dates.ts';
import { armsToCompare, formFor } from '../../../../renderer/app/store/forecast-form.ts';
import { courseRequest } from '../../../../renderer/app/store/forecast-request.ts';
import {
  allowedRange,
  fittingValues,
  shownFields,
  trainedRange,
  type IntegerField,
} from '../../../../renderer/app/store/model-fields.ts';
import { initialData } from '../../../../renderer/app/store/state.ts';
import { stripPlan } from '../../../../renderer/screens/order/strip-plan.ts';
import { labelRows, timeScale } from '../../../../renderer/screens/order/time-scale.ts';
import { curvePoints } from '../../../../renderer/screens/verify/curve-points.ts';
import { axisFor } from '../../../../renderer/screens/verify/curve-scale.ts';
import { formatNumber } from '../../../../renderer/screens/verify/format-number.ts';
import { responseColumns } from '../../../../renderer/screens/verify/response-columns.ts';
import { bestMethods, scoreColumns } from '../../../../renderer/screens/verify/score-columns.ts';
import { groupFiles } from '../../../../renderer/screens/write/group-files.ts';
import { sampleReport } from '../../../fixtures/sample-report.ts';
import { sampleContractComparison } from '../../../fixtures/sample-response.ts';
import { someModel, threeVisits, treatingModel } from '../../../fixtures/window-patient.ts';

describe('dates', () => {
  it.each([
    { date: '2020-02-28', days: 2, later: '2020-03-01' },
    { date: '2021-12-31', days: 1, later: '2022-01-01' },
    { date: '2021-03-27', days: 2, later: '2021-03-29' },
  ])('$days days after $date is $later, whatever the time zone', ({ date, days, later }) => {
    expect(addDays(date, days)).toBe(later);
    expect(daysBetween(date, later)).toBe(days);
  });
});

describe('the form', () => {
  it('takes its fields and defaults from the manifest and keeps what the user set', () => {
    const fresh = formFor([someModel], { ...initialData.form, model: 'gone' });
    expect(fresh).toMatchObject({ model: 'glioma-course', fields: { horizonDays: 90 } });
    expect(formFor([someModel], { ...fresh, fields: { horizonDays: 33 } }).fields).toEqual({ horizonDays: 33 });
  });
});

describe("the model's own fields", () => {
  const { form: fields } = treatingModel.manifest;

  it('start at their defaults, optional ones empty', () => {
    expect(fittingValues(fields, {})).toEqual({ horizonDays: 90, arm: 'none', startDays: 0 });
  });

  it('keep what fits, and take the default for what does not', () => {
    const set = { horizonDays: 33, arm: 'prayer', startDays: 'soon', ageYears: 61, colour: 'red' };
    expect(fittingValues(fields, set)).toEqual({ horizonDays: 33, arm: 'none', startDays: 0, ageYears: 61 });
  });

  it('are shown where they matter', () => {
    const shown = (arm: string): string[] => shownFields(fields, { arm }).map(({ id }) => id);
    expect(shown('none')).toEqual(['horizonDays', 'arm', 'ageYears']);
    expect(shown('radiotherapy')).toEqual(['horizonDays', 'arm', 'startDays', 'ageYears']);
  });

  it('are shown where they matter to the treatment that is compared alone', () => {
    expect(shownFields(fields, { arm: 'none' }, 'radiotherapy').map(({ id }) => id)).toContain('startDays');
    expect(shownFields(fields, { arm: 'none' }, 'none').map(({ id }) => id)).not.toContain('startDays');
  });

  it('may be typed beyond the form, and know what the model was trained on', () => {
    const field = fields.find(({ id }) => id === 'startDays') as IntegerField;
    expect(allowedRange(field)).toEqual([-3650, 3650]);
    expect(trainedRange(field, treatingModel.manifest)).toEqual([-444, 59]);
    expect(trainedRange(field, { trainedRanges: {} })).toEqual([-180, 180]);
  });
});

describe('the treatment to compare with', () => {
  const manifest = {
    ...someModel.manifest,
    form: [
      ...someModel.manifest.form,
      {
        id: 'arm',
        label: 'Treatment',
        type: 'choice' as const,
        options: ['none', 'resection', 'radiotherapy', 'homeopathy'].map((value) => ({ value, label: `${value}!` })),
        default: 'none',
      },
    ],
  };

  it("is one that model and program know, other than the forecast's own", () => {
    expect(armsToCompare({ ...someModel, manifest }, 'none')).toEqual([
      { arm: 'resection', label: 'resection!' },
      { arm: 'radiotherapy', label: 'radiotherapy!' },
    ]);
    expect(armsToCompare({ ...someModel, manifest }, 'resection').map(({ arm }) => arm)).toEqual([
      'none',
      'radiotherapy',
    ]);
    expect(armsToCompare(someModel, 'none')).toEqual([]);
    expect(armsToCompare(undefined, 'none')).toEqual([]);
  });

  it('is asked for only when it was chosen', () => {
    const form = formFor([someModel], initialData.form);
    const patient = { timeline: threeVisits, path: '/p', overrides: {} };
    expect('compareArm' in courseRequest(form, patient)).toBe(false);
    const asked = courseRequest({ ...form, compareArm: 'radiotherapy' }, patient);
    expect(asked.compareArm).toBe('radiotherapy');
  });
});

describe('the time strip', () => {
  it('has places and days as inverse of each other', () => {
    const scale = timeScale(0, 400);
    for (const day of [0, 13, 400]) expect(scale.dayAt(scale.percentOf(day))).toBeCloseTo(day, 9);
  });

  it('puts labels that would touch on different rows', () => {
    expect(labelRows([6, 10, 30, 33, 80], 11)).toEqual([0, 1, 0, 1, 0]);
  });

  it('shows the horizon after the last visit, or up to it when it is held out', () => {
    const form = formFor([someModel], initialData.form);
    const ahead = stripPlan(threeVisits, form, someModel, true);
    expect(ahead).toMatchObject({ baselineDay: 121, horizonDays: 90, reachDays: 364, predictedDate: '2020-07-30' });
    expect(ahead).toMatchObject({ horizonWords: '+90 d', reachWords: '+364 d', horizonField: 'horizonDays' });
    const back = stripPlan(threeVisits, { ...form, holdOut: true }, someModel, true);
    expect(back).toMatchObject({ baselineDay: 60, horizonDays: 61, reachDays: 0, predictedDate: '2020-05-01' });
  });

  it('turns a place in the future into a horizon that the model knows', () => {
    const plan = stripPlan(threeVisits, formFor([someModel], initialData.form), someModel, true);
    expect(plan.horizonAt(plan.scale.percentOf(121 + 200))).toBe(200);
    expect(plan.horizonAt(plan.scale.percentOf(121 + 2))).toBe(14);
    expect(plan.horizonAt(100)).toBe(365);
    expect(plan.horizonAt(plan.scale.percentOf(100))).toBeNull();
  });
});

describe('the table of rivals', () => {
  const method = (id: MethodScores['id'], dice: number | null, volumeErrorPercent: number | null): MethodScores => ({
    id,
    core: { dice, growthRegionDice: null, volumeErrorPercent, hd95Mm: null },
    image: { ssim: null, psnrDb: null },
    coreVolumeMl: 1,
  });
  const column = (id: string) => scoreColumns.find((one) => one.id === id) as (typeof scoreColumns)[number];

  it('names the best by overlap, and by the smallest error of either sign', () => {
    const methods = [method('glioma-course', 0.8, -20), method('no-change', 0.9, 15)];
    expect([...bestMethods(column('dice'), methods)]).toEqual(['no-change']);
    expect([...bestMethods(column('volumeErrorPercent'), methods)]).toEqual(['no-change']);
  });

  it('calls nobody better by less than what the table shows', () => {
    const close = [method('glioma-course', 0.80004, 0), method('no-change', 0.8, 0)];
    expect(bestMethods(column('dice'), close).size).toBe(0);
    expect([...bestMethods(column('dice'), [...close, method('fisher-kolmogorov', 0.7, 0)])]).toEqual([
      'glioma-course',
      'no-change',
    ]);
  });

  it('has no best where there is no truth', () => {
    expect(bestMethods(column('dice'), [method('no-change', null, null)]).size).toBe(0);
  });

  it.each([
    [null, 1, false, '–'],
    [-0.04, 1, true, '0.0'],
    [12.34, 1, true, '+12.3'],
    [-12.34, 1, true, '\u221212.3'],
  ] as const)('writes %s with %i decimals (signed: %s) as %s', (value, decimals, signed, text) => {
    expect(formatNumber(value, decimals, signed)).toBe(text);
  });
});

describe('the volume curve', () => {
  it('counts days from the first visit used and leaves the held-out truth for its own mark', () => {
    const visits = [
      { date: '2020-01-01', day: 0, coreMl: 5 },
      { date: '2020-03-01', day: 60, coreMl: 9 },
      { date: '2020-05-01', day: 121, coreMl: 13 },
    ];
    const points = curvePoints({ ...sampleReport, curve: { visits, futuresMl: [11] } });
    expect(points.visits.map(({ day }) => day)).toEqual([0, 60]);
    expect(points).toMatchObject({ predictedDay: 121, actual: { day: 121, ml: 13 } });
  });

  it('has a branch for every treatment, through the mean future of each day', () => {
    const alone = curvePoints(sampleReport);
    expect(alone.other).toBeNull();
    expect(alone.course.map(({ ml }) => ml)).toEqual([15.2, 18.4, 21.4]);
    const { course, other } = curvePoints({ ...sampleReport, comparison: sampleContractComparison });
    expect(other?.arm).toBe('radiotherapy');
    expect(other?.course.map(({ ml }) => ml)).toEqual([12.6, 10.1, 9.4]);
    expect(other?.course.map(({ day }) => day)).toEqual(course.map(({ day }) => day));
    expect(other?.interval90).toEqual([5.6, 13.1]);
  });

  it.each([[[3, 28]], [[0.2]], [[140, 900]], [[0]]])('has an axis with round steps that holds %j', (values) => {
    const axis = axisFor(values, 200, 0, 4);
    expect(axis.high).toBeGreaterThanOrEqual(Math.max(...values));
    expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
    expect(axis.ticks.length).toBeLessThanOrEqual(7);
    expect(axis.at(axis.low)).toBe(200);
    expect(axis.at(axis.high)).toBe(0);
  });
});

describe('written files', () => {
  it('are counted by folder', () => {
    expect(groupFiles(['report.html', 'dicom/T1c/1.dcm', 'dicom/T1c/2.dcm', 'nifti\\a.nii.gz'])).toEqual([
      { name: 'report.html', files: 1 },
      { name: 'dicom', files: 2 },
      { name: 'nifti', files: 1 },
    ]);
  });
});

describe('the table of responses', () => {
  it('has the columns of the treatments that are compared, or of the only one', () => {
    expect(responseColumns(sampleReport).map(({ arm }) => arm)).toEqual(['none']);
    const compared = responseColumns({ ...sampleReport, comparison: sampleContractComparison });
    expect(compared.map(({ arm, horizons }) => [arm, horizons.at(-1)?.rano2])).toEqual([
      ['none', 'PD'],
      ['radiotherapy', 'PR'],
    ]);
  });

  it('names the classes of the futures, likeliest first', () => {
    const none = { CR: 0, PR: 0, SD: 0, PD: 0, 'not-measurable': 0 };
    expect(sharesInWords({ ...none, SD: 0.25, PD: 0.75 })).toBe('PD 75 %, SD 25 %');
    expect(sharesInWords({ ...none, 'not-measurable': 1 })).toBe('not measurable 100 %');
  });
});
