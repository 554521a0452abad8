import { describe, expect, it } from 'vitest';
import type { ForecastInput } from '../../../../electron/core/simulate/forecast-types.ts';
import { visitsOf } from '../../../../electron/worker/evaluate/evaluate-patients.ts';
import type { FinishedForecast } from '../../../../electron/worker/pipeline/finished-forecast.ts';

const visit = {} as ForecastInput['baseline'];

describe('the dates seen', () => {
  it.each([
    [1, { previous: null, earlier: null }],
    [2, { previous: visit, earlier: null }],
    [3, { previous: visit, earlier: visit }],
  ])('are the %i that the model was given, whatever lay before them', (dates, given) => {
    const finished = { place: { input: { baseline: visit, ...given } } } as unknown as FinishedForecast;
    expect(visitsOf(finished)).toBe(dates);
  });
});
