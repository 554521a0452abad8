import { describe, expect, it } from 'vitest';
import type { LesionSize } from '../../../../electron/core/verify/bidimensional.ts';
import { responseKappa } from '../../../../electron/core/verify/response-kappa.ts';
import {
  isMeasurable,
  judgeResponse,
  measureVisit,
  type MeasuredVisit,
  type ResponseClass,
} from '../../../../electron/core/verify/response.ts';
import { maskOf, plainGrid } from '../../../fixtures/volumes.ts';

/** A visit from two diameters and a volume; without a volume, that of a lesion whose volume says nothing. */
function visit(longestMm: number, perpendicularMm: number, volumeMl = 10, newLesion = false): MeasuredVisit {
  const size: LesionSize = { longestMm, perpendicularMm, productMm2: longestMm * perpendicularMm, volumeMl };
  return { day: 0, size, newLesion };
}

const gone = visit(0, 0, 0);
const last = (course: readonly MeasuredVisit[], baseline = 0) => judgeResponse(course, course.length - 1, baseline);

describe('RANO 2.0, imaging part', () => {
  it.each<[string, MeasuredVisit[], ResponseClass]>([
    ['just 50 % less area', [visit(40, 20), visit(20, 20)], 'PR'],
    ['just under 50 % less area', [visit(40, 20), visit(20.01, 20)], 'SD'],
    ['just 65 % less volume', [visit(40, 20, 20), visit(39, 20, 7)], 'PR'],
    ['just under 65 % less volume', [visit(40, 20, 20), visit(39, 20, 7.01)], 'SD'],
    ['just 25 % more area', [visit(20, 20), visit(25, 20)], 'PD'],
    ['just under 25 % more area', [visit(20, 20), visit(24.99, 20)], 'SD'],
    ['just 40 % more volume', [visit(20, 20, 10), visit(20, 20, 14)], 'PD'],
    ['just under 40 % more volume', [visit(20, 20, 10), visit(20, 20, 13.99)], 'SD'],
    ['no change', [visit(20, 20), visit(20, 20)], 'SD'],
    ['gone', [visit(20, 20), gone], 'CR'],
    ['25 % more area than the nadir, less than the baseline', [visit(40, 40), visit(20, 20), visit(25, 20)], 'PD'],
    ['less than the nadir, 40 % less than the baseline', [visit(20, 20), visit(17, 20), visit(12, 20)], 'SD'],
    ['half the area but a new lesion', [visit(40, 20), visit(20, 20, 10, true)], 'PD'],
    ['gone but a new lesion', [visit(40, 20), visit(12, 12, 1, true)], 'PD'],
    ['back after it had gone, measurable', [visit(40, 20), gone, visit(10, 10, 1)], 'PD'],
    ['back after it had gone, not measurable yet', [visit(40, 20), gone, visit(9.9, 10, 1)], 'PR'],
    ['a baseline just measurable', [visit(10, 10), visit(12.5, 10)], 'PD'],
    ['a baseline too narrow, hardly longer', [visit(30, 9.99), visit(34.9, 20)], 'not-measurable'],
    ['a baseline too narrow, clearly grown', [visit(30, 9.99), visit(35, 20)], 'PD'],
    ['a baseline too narrow, longer and as narrow', [visit(30, 9), visit(40, 9.99)], 'not-measurable'],
    ['a baseline too narrow, gone', [visit(30, 9.99), gone], 'CR'],
    ['a baseline too narrow, a new lesion', [visit(30, 9.99), visit(30, 9.99, 10, true)], 'PD'],
    ['nothing before, nothing now', [gone, gone], 'not-measurable'],
  ])('%s', (_, course, expected) => {
    expect(last(course).rano2).toBe(expected);
  });
});

describe('RECIST 1.1', () => {
  it.each<[string, MeasuredVisit[], ResponseClass]>([
    ['just 30 % shorter', [visit(40, 20), visit(28, 20)], 'PR'],
    ['just under 30 % shorter', [visit(40, 20), visit(28.01, 20)], 'SD'],
    ['just 20 % and 5 mm longer', [visit(25, 20), visit(30, 20)], 'PD'],
    ['20 % but only 4 mm longer', [visit(20, 20), visit(24, 20)], 'SD'],
    ['5 mm but only 19.9 % longer', [visit(25.2, 20), visit(30.2, 20)], 'SD'],
    ['20 % longer than the nadir, shorter than the baseline', [visit(60, 20), visit(30, 20), visit(36, 20)], 'PD'],
    ['wider but not longer', [visit(40, 20), visit(40, 40, 40)], 'SD'],
    ['gone', [visit(40, 20), gone], 'CR'],
    ['a narrow baseline still has a length', [visit(30, 5), visit(40, 5)], 'PD'],
    ['a baseline too short, clearly grown', [visit(9.99, 9), visit(15, 12)], 'PD'],
    ['a baseline too short, hardly longer', [visit(9.99, 9), visit(14.9, 20)], 'not-measurable'],
    ['a new lesion', [visit(40, 20), visit(28, 20, 10, true)], 'PD'],
  ])('%s', (_, course, expected) => {
    expect(last(course).recist11).toBe(expected);
  });
});

describe('a course of visits', () => {
  const course = [visit(20, 20, 10), visit(40, 20, 20), visit(30, 20, 15)];

  it('counts from the first visit unless told', () => {
    expect(last(course).area).toEqual({ fromBaselinePercent: 50, fromNadirPercent: 50 });
    expect(last(course, 1).area).toEqual({ fromBaselinePercent: -25, fromNadirPercent: -25 });
    expect(last(course, 1).volume.fromBaselinePercent).toBeCloseTo(-25, 9);
    expect([last(course).rano2, last(course, 1).rano2]).toEqual(['PD', 'SD']);
  });

  it('does not look at later visits', () => {
    expect(judgeResponse([...course, gone], 2)).toEqual(judgeResponse(course, 2));
  });

  it('has no change from what was not there', () => {
    expect(last([visit(20, 20), gone, visit(5, 5, 1)]).diameter).toEqual({
      fromBaselinePercent: -75,
      fromNadirPercent: null,
    });
  });

  it('has no judgement at or before its baseline', () => {
    expect(() => judgeResponse(course, 0)).toThrow(RangeError);
    expect(() => judgeResponse(course, 1, 1)).toThrow(RangeError);
    expect(() => judgeResponse(course, 3)).toThrow(RangeError);
  });

  it('is measurable from 10 x 10 mm', () => {
    expect([visit(10, 10), visit(9.99, 10), visit(30, 9)].map(({ size }) => isMeasurable(size))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a new lesion', () => {
  const grid = plainGrid([60, 30, 6], [1, 1, 3]);
  const block = (from: number, width: number) =>
    maskOf(grid, (i, j, k) => k > 1 && k < 5 && j > 5 && j <= 5 + width && i >= from && i < from + width);
  const both = (a: ReturnType<typeof block>, b: ReturnType<typeof block>) => ({
    grid,
    data: a.data.map((value, v) => value | (b.data[v] as number)),
  });
  const known = block(2, 16);

  it('is a measurable part apart from every earlier outline', () => {
    expect(measureVisit(1, both(known, block(30, 12)), [known]).newLesion).toBe(true);
  });

  it('is not a speck, not the rest of an old lesion, and not growth that touches one', () => {
    expect(measureVisit(1, both(known, block(30, 6)), [known]).newLesion).toBe(false);
    expect(measureVisit(1, block(30, 12), [block(25, 16)]).newLesion).toBe(false);
    expect(measureVisit(1, both(known, block(18, 16)), [known]).newLesion).toBe(false);
    expect(measureVisit(1, both(known, block(30, 12)), [block(35, 12), known]).newLesion).toBe(false);
    expect(measureVisit(1, known, []).newLesion).toBe(false);
  });
});

describe('the quadratic kappa of response classes', () => {
  it('is 1 for agreement, 0 for chance and negative for contradiction', () => {
    expect(responseKappa(['CR', 'PR', 'SD', 'PD'], ['CR', 'PR', 'SD', 'PD'])).toBe(1);
    expect(responseKappa(['CR', 'CR', 'PD', 'PD'], ['CR', 'PD', 'CR', 'PD'])).toBe(0);
    expect(responseKappa(['CR', 'PD'], ['PD', 'CR'])).toBe(-1);
  });

  it('is the value that a table by hand gives', () => {
    // Observed squared distances 0, 1, 0, 4, 1 -> mean 1.2; rows 0 2 2 1 3, columns 0 1 2 3 2: mean of all 25 pairs 52 / 25.
    const predicted = ['CR', 'SD', 'SD', 'PR', 'PD'] as const;
    const actual = ['CR', 'PR', 'SD', 'PD', 'SD'] as const;
    expect(responseKappa(predicted, actual)).toBeCloseTo(1 - 1.2 / 2.08, 12);
  });

  it('leaves out what is not measurable', () => {
    expect(responseKappa(['CR', 'not-measurable', 'PD', 'SD'], ['CR', 'PD', 'PD', 'not-measurable'])).toBe(1);
  });

  it('is not defined where both lists are one class, or empty', () => {
    expect(responseKappa(['SD', 'SD'], ['SD', 'SD'])).toBeNaN();
    expect(responseKappa([], [])).toBeNaN();
    expect(() => responseKappa(['SD'], [])).toThrow(RangeError);
  });
});
