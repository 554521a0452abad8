import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../../../electron/core/base/grid.ts';
import type { Mask } from '../../../../electron/core/base/volume.ts';
import type { CourseManifest } from '../../../../electron/contract/course-manifest.ts';
import { forecastRequestSchema } from '../../../../electron/contract/requests.ts';
import { forecastInput, knownVisits, usableSequences } from '../../../../electron/worker/pipeline/forecast-input.ts';
import type { PreparedForecast, PreparedVisit } from '../../../../electron/worker/pipeline/prepare-visits.ts';

const grid = isotropicGrid([0, 0, 0], [2, 1, 1], 1);
const lesion = (voxels: 0 | 1): Mask => ({ grid, data: Uint8Array.of(voxels, 0) });

/** Prepared visits, oldest first, the last one the baseline: 1 where the lesion was seen, 0 where not. */
function prepared(...seen: (0 | 1)[]): PreparedForecast {
  const visits = seen.map((voxels, n) => {
    const visit = { date: `2020-01-0${n + 1}`, day: n, images: {}, core: lesion(voxels), oedema: null };
    return { visit } as unknown as PreparedVisit;
  });
  const [baseline, previous, ...earlier] = [...visits].reverse();
  const brain = lesion(1);
  const parts = { baseline, previous: previous ?? null, earlier: earlier.reverse(), followUp: null, brain };
  return { ...parts, tissue: brain } as unknown as PreparedForecast;
}

const days = (visits: readonly PreparedVisit[]): number[] => visits.map(({ visit }) => visit.day);

describe('the visits that a model is given', () => {
  it.each<[string, (0 | 1)[], number, number[]]>([
    ['all there are', [1, 1, 1], 3, [1, 0]],
    ['the newest', [1, 1, 1, 1], 3, [2, 1]],
    ['as many as it takes', [1, 1, 1], 2, [1]],
    ['none but the last', [1, 1, 1], 1, []],
    ['none, where there is one', [1], 3, []],
    ['none from before the tumour was there', [0, 1, 1], 3, [1]],
    ['none, where the tumour is new', [0, 0, 1], 3, []],
    ['also one on which the tumour was gone for a while', [1, 0, 1], 3, [1, 0]],
  ])('are %s', (_, seen, most, expected) => {
    expect(days(knownVisits(prepared(...seen), most))).toEqual(expected);
  });
});

describe('the input of a forecast', () => {
  const request = (fields: object) => forecastRequestSchema.parse({ path: '/p', horizonDays: 90, ...fields });
  const question = { horizonDays: 90, plan: null, visits: { min: 1, max: 3 } };

  it('holds the visits, the treatment and the age that were asked for', () => {
    const asked = request({ arm: 'radiotherapy', startDays: 7, doseGy: 50, ageYears: 61 });
    expect(forecastInput(prepared(1, 1, 1), asked, question)).toMatchObject({
      baseline: { day: 2 },
      previous: { day: 1 },
      earlier: { day: 0 },
      horizonDays: 90,
      treatment: { arm: 'radiotherapy', startDays: 7, prescribedGy: 50, plan: null },
      ageYears: 61,
    });
  });

  it('supposes no treatment and no age where none is named', () => {
    const { treatment, ageYears, previous } = forecastInput(prepared(1), request({}), question);
    expect({ treatment, ageYears, previous }).toEqual({
      treatment: { arm: 'none', startDays: 0, prescribedGy: 60, plan: null },
      ageYears: null,
      previous: null,
    });
  });
});

describe('the sequences that a visit needs one of', () => {
  it.each([
    [
      ['T1', 'T1c', 'T2', 'FLAIR'],
      ['T1c', 'FLAIR'],
    ],
    [
      ['FLAIR', 'T1c'],
      ['T1c', 'FLAIR'],
    ],
    [['FLAIR'], ['FLAIR']],
    [['T1'], []],
  ])('of a model of %j are %j', (taken, expected) => {
    const sequences = taken.map((sequence) => ({ sequence, required: false }));
    expect(usableSequences({ sequences } as CourseManifest)).toEqual(expected);
  });
});
