import { describe, expect, it } from 'vitest';
import type { ForecastRequest } from '../../../../electron/contract/requests.ts';
import { isLesionGone, isTakenOut } from '../../../../electron/worker/pipeline/taken-out.ts';

const supposed = (arm: ForecastRequest['arm'], startDays: number): Pick<ForecastRequest, 'arm' | 'startDays'> => ({
  arm,
  startDays,
});

describe('a visit after a resection', () => {
  it.each([
    ['of a resection before the last scan, is the last scan', supposed('resection', -14), 0],
    ['of a resection from the last scan on, is the follow-up', supposed('resection', 0), 60],
  ] as const)('%s', (_name, request, day) => {
    expect(isTakenOut(request, day)).toBe(true);
  });

  it.each([
    ['the last scan, of a resection from that day on', supposed('resection', 0), 0],
    ['the last scan, of a resection that is planned', supposed('resection', 30), 0],
    ['a scan on the day of the resection', supposed('resection', -14), -14],
    ['a scan before the resection', supposed('resection', -14), -90],
    ['the last scan, of another treatment', supposed('radiotherapy', -14), 0],
    ['the last scan, without a treatment', supposed('none', -14), 0],
  ] as const)('is not %s', (_name, request, day) => {
    expect(isTakenOut(request, day)).toBe(false);
  });
});

describe('a last scan without a lesion', () => {
  it('is a finding where the lesion was seen and then taken out', () => {
    expect(isLesionGone(supposed('resection', -14), 100)).toBe(true);
  });

  it.each([
    ['a resection that is only planned', supposed('resection', 0), 100],
    ['a lesion that was never seen', supposed('resection', -14), 0],
    ['no scan before it', supposed('resection', -14), null],
    ['another treatment', supposed('temozolomide', -14), 100],
  ] as const)('is a failed outline with %s', (_name, request, previousVoxels) => {
    expect(isLesionGone(request, previousVoxels)).toBe(false);
  });
});
