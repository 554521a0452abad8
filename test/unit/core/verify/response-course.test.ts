import { describe, expect, it } from 'vitest';
import { judgeCourse, referenceVisit, responseShares } from '../../../../electron/core/verify/response-course.ts';
import type { MeasuredVisit } from '../../../../electron/core/verify/response.ts';

function visit(day: number, diameterMm: number): MeasuredVisit {
  const size = {
    longestMm: diameterMm,
    perpendicularMm: diameterMm,
    productMm2: diameterMm ** 2,
    volumeMl: diameterMm ** 3 / 2000,
  };
  return { day, size, newLesion: false };
}

describe('the visit that responses are counted from', () => {
  const visits = [visit(0, 12), visit(60, 16), visit(150, 22)];

  it.each([
    ['treatment begins at the last visit', 150, 2],
    ['treatment begins after it', 200, 2],
    ['treatment began between two visits', 100, 1],
    ['treatment began on a visit', 60, 1],
    ['treatment began before all of them', -30, 0],
  ])('when %s', (_, start, expected) => {
    expect(referenceVisit(visits, start)).toBe(expected);
  });

  it('has a lesion', () => {
    expect(referenceVisit([visit(0, 0), visit(60, 16), visit(150, 22)], 10)).toBe(1);
    expect(referenceVisit([visit(0, 0)], 10)).toBe(0);
  });
});

describe('a course', () => {
  it('has a judgement after its reference only', () => {
    const stages = judgeCourse([visit(0, 40), visit(60, 20), visit(120, 13), visit(180, 19)], 1);
    expect(stages.map(({ judgement }) => judgement?.rano2 ?? null)).toEqual([null, null, 'PR', 'PD']);
    expect(stages.map(({ judgement }) => judgement?.recist11 ?? null)).toEqual([null, null, 'PR', 'PD']);
    expect(stages.map(({ day }) => day)).toEqual([0, 60, 120, 180]);
  });
});

describe('the classes of the sampled futures', () => {
  it('are shares that add up to one', () => {
    const before = [visit(0, 20), visit(30, 22)];
    const draws = [visit(90, 0), visit(90, 12), visit(90, 21), visit(90, 30), visit(90, 33)];
    const shares = responseShares(before, draws, 0);
    expect(shares.rano2).toEqual({ CR: 0.2, PR: 0.2, SD: 0.2, PD: 0.4, 'not-measurable': 0 });
    expect(shares.recist11).toEqual({ CR: 0.2, PR: 0.2, SD: 0.2, PD: 0.4, 'not-measurable': 0 });
  });

  it('are all one where the baseline is too small', () => {
    const shares = responseShares([visit(0, 6)], [visit(90, 9), visit(90, 6)], 0);
    expect(shares.rano2['not-measurable']).toBe(1);
  });
});
