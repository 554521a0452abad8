import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../electron/contract/parse-request.ts';

const forecast = { path: '/p', horizonDays: 90 };
const mask = (date: string) => ({ date, file: '/m.nii' });

/** The complaints about a forecast request, as the caller reads them. */
function issuesOf(request: unknown): readonly string[] {
  try {
    parseRequest('forecast.run', request);
    return [];
  } catch (error) {
    return (error as { problem: { issues: readonly string[] } }).problem.issues;
  }
}

describe('the masks of a forecast request', () => {
  it.each(['2020-13-45', '2021-02-29', '2020-00-10', '2020-04-31', '20-01-01', '2020-1-1'])('refuse %s', (date) => {
    expect(issuesOf({ ...forecast, masks: [mask(date)] })).toEqual([expect.stringMatching(/^masks\.0\.date: /)]);
  });

  it('accept a leap day, and one mask for each date', () => {
    expect(issuesOf({ ...forecast, masks: [mask('2020-02-29'), mask('2020-03-01')] })).toEqual([]);
  });

  it('refuse two for one date', () => {
    const masks = [mask('2020-03-01'), mask('2020-03-01')];
    expect(issuesOf({ ...forecast, masks })).toEqual(['masks: two masks for one date']);
  });
});

describe('the horizon of a forecast request', () => {
  it.each([{}, { holdOut: 'none' }])('is never guessed: %j without it is refused', (hold) => {
    expect(issuesOf({ path: '/p', ...hold })).toEqual(["horizonDays: is needed unless holdOut is 'last'"]);
  });

  it('may be left out where the interval to the follow-up is used', () => {
    expect(issuesOf({ path: '/p', holdOut: 'last' })).toEqual([]);
    expect(issuesOf({ path: '/p', horizonDays: 90 })).toEqual([]);
  });
});

describe('the treatment that a forecast is compared with', () => {
  it('is another one than its own', () => {
    expect(issuesOf({ ...forecast, compareArm: 'radiotherapy' })).toEqual([]);
    expect(issuesOf({ ...forecast, arm: 'radiotherapy', compareArm: 'none' })).toEqual([]);
    expect(issuesOf({ ...forecast, compareArm: 'none' })).toEqual(['compareArm: is the same as arm']);
    expect(issuesOf({ ...forecast, arm: 'resection', compareArm: 'resection' })).toHaveLength(1);
  });
});
