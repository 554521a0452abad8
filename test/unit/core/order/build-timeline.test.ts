import { describe, expect, it } from 'vitest';
import { daysBetween } from '../../../../electron/core/decode/iso-date.ts';
import { buildTimeline, type DatedSeries } from '../../../../electron/core/order/build-timeline.ts';
import { dateFromName } from '../../../../electron/core/order/date-from-name.ts';
import { groupPatients } from '../../../../electron/core/order/group-patients.ts';
import { looksLikeMask } from '../../../../electron/core/order/looks-like-mask.ts';
import { problemOf } from '../../../fixtures/problem-of.ts';

const series = (
  date: string | null,
  studyInstanceUid: string,
  sequence: DatedSeries['sequence'] = 'T1c',
): DatedSeries => ({
  date,
  studyInstanceUid,
  sequence,
  file: `${studyInstanceUid}.dcm`,
});

describe('buildTimeline', () => {
  it('orders visits by date and counts days from the first', () => {
    const visits = buildTimeline([
      series('2020-03-01', 'b'),
      series('2019-12-31', 'a'),
      series('2020-03-01', 'b', 'FLAIR'),
    ]);
    expect(visits.map(({ date, day, series: own }) => [date, day, own.length])).toEqual([
      ['2019-12-31', 0, 1],
      ['2020-03-01', 61, 2],
    ]);
  });

  it('refuses a missing date and names the files', () => {
    const problem = problemOf(() => buildTimeline([series('2020-03-01', 'a'), series(null, 'b')]));
    expect(problem).toEqual({ code: 'timeline/missing-date', files: 1, examples: ['b.dcm'] });
  });

  it('refuses two studies of one date that hold the same sequence', () => {
    const problem = problemOf(() => buildTimeline([series('2020-03-01', 'a'), series('2020-03-01', 'b')]));
    expect(problem).toEqual({ code: 'timeline/equal-dates', date: '2020-03-01' });
  });

  it('joins studies of one date that complement each other', () => {
    const visits = buildTimeline([series('2020-03-01', 'a', 'CT'), series('2020-03-01', 'b', 'T1c')]);
    expect(visits.map((visit) => visit.series.length)).toEqual([2]);
  });
});

describe('daysBetween', () => {
  it.each([
    ['2020-02-28', '2020-03-01', 2],
    ['2019-02-28', '2019-03-01', 1],
    ['1996-08-13', '1997-01-17', 157],
    ['1900-12-31', '1901-01-12', 12],
    ['2020-03-29', '2020-03-30', 1],
  ])('from %s to %s are %i days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
    expect(daysBetween(to, from)).toBe(-days);
  });
});

describe('groupPatients', () => {
  const group = (list: readonly (readonly [string, string])[]) =>
    groupPatients(
      list.map(([patientId, issuerOfPatientId]) => ({ patientId, issuerOfPatientId })),
      (one) => one,
      (text) => `#${text.length}:${text}`,
    );

  it('joins by PatientID within its issuer', () => {
    const groups = group([
      ['1', 'A'],
      ['1', 'B'],
      ['1 ', 'A'],
      ['2', 'A'],
    ]);
    expect(groups.map((one) => [one.label, one.members.length])).toEqual([
      ['1', 2],
      ['1', 1],
      ['2', 1],
    ]);
    expect(new Set(groups.map((one) => one.key)).size).toBe(3);
  });

  it.each([
    ['of two studies without any identity apart', { studyInstanceUid: '1.1' }, { studyInstanceUid: '1.2' }, 2],
    ['of one study together', { studyInstanceUid: '1.1' }, { studyInstanceUid: '1.1' }, 1],
    [
      'of one name and date of birth together',
      { patientName: 'A^B', patientBirthDate: '1960-01-01', studyInstanceUid: '1.1' },
      { patientName: 'A^B ', patientBirthDate: '1960-01-01', studyInstanceUid: '1.2' },
      1,
    ],
    [
      'of one name and two dates of birth apart',
      { patientName: 'A^B', patientBirthDate: '1960-01-01', studyInstanceUid: '1.1' },
      { patientName: 'A^B', patientBirthDate: '1961-01-01', studyInstanceUid: '1.1' },
      2,
    ],
    [
      'of a name alone, which many share once anonymised, apart by study',
      { patientName: 'ANON', patientBirthDate: null, studyInstanceUid: '1.1' },
      { patientName: 'ANON', patientBirthDate: null, studyInstanceUid: '1.2' },
      2,
    ],
  ])('keeps things without a PatientID %s', (_name, one, other, patients) => {
    const noId = { patientId: ' ', issuerOfPatientId: 'A' };
    const groups = groupPatients(
      [
        { ...noId, ...one },
        { ...noId, ...other },
      ],
      (item) => item,
      (text) => `#${text}`,
    );
    expect(groups).toHaveLength(patients);
    expect(new Set(groups.map(({ label }) => label)).size).toBe(patients);
    for (const { label } of groups) expect(label).toMatch(/^no PatientID/);
  });

  it('never shows a name or a date of birth in the label', () => {
    const one = { patientId: '', issuerOfPatientId: '', patientName: 'SECRET', patientBirthDate: '1960-01-01' };
    const [group] = groupPatients(
      [one],
      (x) => x,
      () => 'abc',
    );
    expect(group?.label).toBe('no PatientID (abc)');
  });

  it('never shows the PatientID in the key when the digest hides it', () => {
    const [one] = groupPatients(
      [{ patientId: 'SECRET', issuerOfPatientId: '' }],
      (x) => x,
      () => 'abc',
    );
    expect(one?.key).toBe('abc');
  });
});

describe('dateFromName', () => {
  it.each<[string, string | null, string | null]>([
    ['p/2020-01-31/t1.nii.gz', '2020-01-31', 'folder name'],
    ['p/20200131_t1.nii.gz', '2020-01-31', 'file name'],
    ['p/ses-20200131/anat/t1.nii', '2020-01-31', 'folder name'],
    ['p/2019-01-01/2020_01_31-t1.nii', '2020-01-31', 'file name'],
    ['p/study1/t1.nii', null, null],
    ['p/2020-13-31/t1.nii', null, null],
    ['p/120200131456/t1.nii', null, null],
    ['p/2019-01-01_to_2020-01-01/t1.nii', null, null],
  ])('finds in %s the date %s', (path, date, source) => {
    const found = dateFromName(path);
    expect([found?.date ?? null, found?.source ?? null]).toEqual([date, source]);
  });
});

describe('looksLikeMask', () => {
  it.each([
    '1996-08-13-tumour-mask.nii.gz',
    'gt.nii.gz',
    'x_t1c_mask.nii',
    'BraTS-seg.nii.gz',
    'TumorMask.nii',
    'a_labels.nii',
  ])('takes %s for a region', (name) => expect(looksLikeMask(name)).toBe(true));
  it.each(['T1W.nii.gz', 'seagull.nii', 't1_unmasked.nii', 'flair.nii'])('takes %s for an image', (name) =>
    expect(looksLikeMask(name)).toBe(false),
  );
});
