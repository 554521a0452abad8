import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityAffine, type Affine } from '../../../../electron/core/base/affine.ts';
import { forecastRequestSchema } from '../../../../electron/contract/requests.ts';
import type { OpenedTimeline } from '../../../../electron/worker/files/loadable-series.ts';
import { placeDose, readDose } from '../../../../electron/worker/pipeline/dose-plan.ts';
import type { PreparedForecast, PreparedVisit } from '../../../../electron/worker/pipeline/prepare-visits.ts';
import { dicomDose } from '../../../fixtures/dicom-dose.ts';
import { problemOf, problemOfPromise } from '../../../fixtures/problem-of.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const stored = Array.from({ length: 12 }, (_, k) => 1000 * k);
const bytes = dicomDose({ columns: 3, rows: 2, offsets: [0, 4], stored, frameOfReferenceUid: '1.2.9' });
const file = join(temporaryFolder({ 'dose.dcm': bytes }), 'dose.dcm');

const shifted = (mm: number): Affine => [1, 0, 0, mm, 0, 1, 0, 0, 0, 0, 1, 0];
const headers = (frame: string) => ({ headers: [{ frameOfReferenceUid: frame }] });
const timeline = (...frames: string[]): OpenedTimeline =>
  ({
    timeline: { visits: [{ date: '2020-03-01' }, { date: '2020-01-01' }] },
    series: new Map(frames.map((frame, k) => [String(k), headers(frame)])),
  }) as unknown as OpenedTimeline;
const request = (fields: object) =>
  forecastRequestSchema.parse({ path: '/p', horizonDays: 90, doseFile: file, arm: 'radiotherapy', ...fields });

describe('the dose file of a request', () => {
  it('is read where a treatment irradiates, the second one too', async () => {
    const first = await readDose(request({}), timeline('1.2.1', '1.2.9'));
    expect(first.dose?.dose.grid.size).toEqual([3, 2, 2]);
    const second = await readDose(request({ arm: 'none', compareArm: 'radiotherapy' }), timeline('1.2.9'));
    expect(second.dose).not.toBeNull();
  });

  it('is left alone, and said to be, where none irradiates', async () => {
    const { dose, warnings } = await readDose(request({ arm: 'temozolomide' }), timeline('1.2.9'));
    expect(dose).toBeNull();
    expect(warnings).toEqual([{ code: 'simulate/dose-unused', file: 'dose.dcm' }]);
    const none = await readDose(request({ doseFile: undefined }), timeline());
    expect(none).toEqual({ dose: null, warnings: [] });
  });

  it.each([
    ['in the space of no scan', {}, ['1.2.1', ''], { code: 'dose/other-frame', dates: ['2020-01-01', '2020-03-01'] }],
    [
      'that is not there',
      { doseFile: '/no/such/dose.dcm' },
      ['1.2.9'],
      { code: 'file/not-readable', reason: 'ENOENT' },
    ],
  ])('%s is refused before the long work', async (_, fields, frames, problem) => {
    expect(await problemOfPromise(readDose(request(fields), timeline(...frames)))).toMatchObject(problem);
  });
});

describe('a dose laid over the baseline', () => {
  const visit = (date: string, frames: Record<string, string>, motion: Affine): PreparedVisit => {
    const images = Object.entries(frames).map(([sequence, frame]) => ({ sequence, series: headers(frame) }));
    const alignments = images.map(({ sequence }) => ({ sequence, fixedToMoving: motion }));
    return { visit: { date }, aligned: { native: { images }, alignments } } as unknown as PreparedVisit;
  };
  const prepared = (visits: Partial<PreparedForecast>): PreparedForecast =>
    ({ previous: null, earlier: [], followUp: null, ...visits }) as PreparedForecast;
  const place = async (visits: Partial<PreparedForecast>) => {
    const { dose } = await readDose(request({}), timeline('1.2.9'));
    if (dose === null) throw new Error('no dose');
    return placeDose(dose, file, prepared(visits));
  };
  const baseline = visit('2020-03-01', { T1c: '1.2.1' }, identityAffine);

  it('lies still where it shares the space of the baseline, whatever else shares it', async () => {
    const own = visit('2020-03-01', { T1c: '1.2.9' }, identityAffine);
    const { baselineToPlan } = await place({
      baseline: own,
      previous: visit('2020-01-01', { T1c: '1.2.9' }, shifted(3)),
    });
    expect(baselineToPlan).toEqual(identityAffine);
  });

  it.each([
    ['previous', 'previous'],
    ['follow-up', 'followUp'],
  ] as const)('moves as the %s visit does whose space it shares', async (_, role) => {
    const other = visit('2020-01-01', { T1c: '1.2.2', FLAIR: '1.2.9' }, shifted(5));
    expect((await place({ baseline, [role]: other })).baselineToPlan).toEqual(shifted(5));
  });

  it('is refused where no aligned scan shares its space', async () => {
    const { dose } = await readDose(request({}), timeline('1.2.9'));
    if (dose === null) throw new Error('no dose');
    expect(problemOf(() => placeDose(dose, file, prepared({ baseline })))).toEqual({
      code: 'dose/other-frame',
      file: 'dose.dcm',
      dates: ['2020-03-01'],
    });
  });
});
