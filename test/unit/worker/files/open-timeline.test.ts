import { describe, expect, it } from 'vitest';
import { openTimeline } from '../../../../electron/worker/files/open-timeline.ts';
import { dicomStack, type SliceOptions } from '../../../fixtures/dicom-slice.ts';
import { niftiFile } from '../../../fixtures/nifti-file.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';
import { named, temporaryFolder } from '../../../fixtures/temporary-folder.ts';

/** A visit of its own study and series. */
const visit = (number: number, studyDate: string, options: SliceOptions = {}): readonly Uint8Array[] =>
  dicomStack(4, 2, { study: `1.${number}`, series: `1.${number}.1`, studyDate, ...options });
const first = visit(1, '20200101');
const second = visit(2, '20200411');

describe('openTimeline', () => {
  it('orders visits of one patient and keeps what is needed to load them', async () => {
    const { timeline, series } = await openTimeline(temporaryFolder({ ...named('b', second), ...named('a', first) }));
    expect(timeline.visits.map(({ date, day }) => [date, day])).toEqual([
      ['2020-01-01', 0],
      ['2020-04-11', 101],
    ]);
    const entries = timeline.visits.flatMap((one) => one.series);
    expect(entries.map((entry) => series.get(entry.key)?.headers.length)).toEqual([4, 4]);
    expect(timeline.patientLabel).toBe('P1');
  });

  it('gives paths and headers in the order of the slices', async () => {
    const shuffled = [first[2], first[0], first[3], first[1]] as Uint8Array[];
    const { series } = await openTimeline(temporaryFolder(named('a', shuffled)));
    const [only] = series.values();
    expect(only?.headers.map((header) => header.geometry.imagePositionPatient?.[2])).toEqual([0, 2, 4, 6]);
    expect(only?.paths.map((path) => path.slice(-7))).toEqual(['001.dcm', '003.dcm', '000.dcm', '002.dcm']);
  });

  it('leaves out a localizer and a screen shot without a word, and keeps the stack beside them', async () => {
    const localizer = visit(1, '20200101', {
      series: '1.1.2',
      elements: { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\LOCALIZER'] },
    });
    const shot = visit(3, '20200303', { elements: { '00200032': null } }).slice(0, 1);
    const { timeline } = await openTimeline(
      temporaryFolder({ ...named('a', first), ...named('l', localizer), ...named('s', shot) }),
    );
    expect(timeline.visits.map(({ date, series }) => [date, series.length])).toEqual([['2020-01-01', 1]]);
    expect(timeline.warnings).toEqual([]);
  });

  it('warns when a stack is unusable but its date has another', async () => {
    const uneven = visit(1, '20200101', { series: '1.1.7', description: 'FLAIR' }).filter((_, k) => k !== 1);
    const { timeline } = await openTimeline(temporaryFolder({ ...named('a', first), ...named('u', uneven) }));
    expect(timeline.warnings).toEqual([
      { code: 'order/series-unusable', series: 'FLAIR', date: '2020-01-01', problemCode: 'series/uneven-slices' },
    ]);
  });

  it('dates a study by another attribute, or by its folder, with a warning', async () => {
    const acquired = visit(1, '', { elements: { '00080022': ['DA', '20200105'] } });
    const placed = visit(2, '');
    const folder = temporaryFolder({ ...named('x', acquired), ...named('2020-06-01', placed) });
    const { timeline, series } = await openTimeline(folder);
    expect(timeline.visits.map(({ date }) => date)).toEqual(['2020-01-05', '2020-06-01']);
    expect([...series.values()].flatMap((one) => one.warnings).sort((a, b) => (a.code < b.code ? -1 : 1))).toEqual([
      { code: 'order/date-assumed', date: '2020-06-01', source: 'folder name' },
      { code: 'order/date-assumed', date: '2020-01-05', source: 'AcquisitionDate' },
    ]);
  });

  it('opens one of several patients by its key', async () => {
    const folder = temporaryFolder({ ...named('a', first), ...named('b', visit(2, '20200411', { patientId: 'P2' })) });
    const problem = await problemOfPromise(openTimeline(folder));
    expect(problem).toMatchObject({ code: 'patient/several', patients: 2 });
    const keys = problem.code === 'patient/several' ? problem.keys : [];
    const labels = await Promise.all(
      keys.map(async (patientKey) => (await openTimeline(folder, { patientKey })).timeline.patientLabel),
    );
    expect(labels).toEqual(['P1', 'P2']);
    expect(await problemOfPromise(openTimeline(folder, { patientKey: 'nobody' }))).toEqual({
      code: 'patient/not-found',
      key: 'nobody',
      keys,
    });
  });
});

describe('openTimeline refuses', () => {
  it('a missing date and names the file', async () => {
    const folder = temporaryFolder({ ...named('a', first), ...named('b', visit(2, '')) });
    const problem = { code: 'timeline/missing-date', files: 1, examples: ['b/000.dcm'] };
    expect(await problemOfPromise(openTimeline(folder))).toEqual(problem);
  });

  it('NIfTI volumes that only their order would date', async () => {
    const volume = niftiFile({ size: [4, 3, 2], sform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] });
    const folder = temporaryFolder({ 'study1_t1c.nii': volume, 'study2_t1c.nii': volume });
    expect(await problemOfPromise(openTimeline(folder))).toMatchObject({ code: 'timeline/missing-date', files: 2 });
  });

  it('two studies of the same date', async () => {
    const folder = temporaryFolder({ ...named('a', first), ...named('b', visit(2, '20200101')) });
    const problem = { code: 'timeline/equal-dates', date: '2020-01-01' };
    expect(await problemOfPromise(openTimeline(folder))).toEqual(problem);
  });

  it.each<[string, readonly Uint8Array[]]>([
    ['series/uneven-slices', second.filter((_, k) => k !== 1)],
    ['dicom/truncated', second.map((bytes, k) => (k === 2 ? bytes.subarray(0, bytes.length - 5) : bytes))],
    ['series/repeated-slice', [...second, ...visit(2, '20200411', { instance: 50 }).slice(0, 1)]],
  ])('to lose a date to %s', async (code, damaged) => {
    const folder = temporaryFolder({ ...named('a', first), ...named('b', damaged) });
    expect((await problemOfPromise(openTimeline(folder))).code).toBe(code);
  });

  it('a patient of whom nothing can be used, by the reason', async () => {
    const folder = temporaryFolder(named('a', first.slice(0, 1)));
    expect((await problemOfPromise(openTimeline(folder))).code).toBe('series/single-slice');
  });
});
