import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPatients, type FoundPatient } from '../../../../electron/worker/evaluate/find-patients.ts';
import { niftiFile } from '../../../fixtures/nifti-file.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const image = niftiFile({ size: [4, 4, 4] });
const { signal } = new AbortController();

const twoPatients = temporaryFolder({
  'ann/2020-01-01/t1c.nii': image,
  'ann/2020-05-01/t1c.nii': image,
  'ann/2020-01-01-tumour-mask.nii': image,
  'bob/2021-01-01/t1c.nii': image,
  'bob/2021-02-01/t1c.nii': image,
  'bob/2021-01-01-tumour-mask.nii': image,
  'bob/2021-02-01-tumour-mask.nii': image,
});

const patientOf = (found: FoundPatient | undefined) => (found && 'patient' in found ? found.patient : null);

describe('patients in a folder', () => {
  it('are everybody whose images lie there, each with the masks that fit the pattern', async () => {
    const found = await findPatients([twoPatients], '{date}-tumour-mask.nii', signal);
    expect(found.map(({ name }) => name)).toEqual(['ann', 'bob']);
    expect(patientOf(found[0])?.masks).toEqual([
      { date: '2020-01-01', file: join(twoPatients, 'ann/2020-01-01-tumour-mask.nii') },
    ]);
    expect(patientOf(found[1])?.masks.map(({ date }) => date)).toEqual(['2021-01-01', '2021-02-01']);
    expect(patientOf(found[0])?.patientKey).not.toBe(patientOf(found[1])?.patientKey);
  });

  it('need no masks', async () => {
    const found = await findPatients([join(twoPatients, 'ann')], undefined, signal);
    expect(found.map((one) => [one.name, patientOf(one)?.masks])).toEqual([['ann', []]]);
  });

  it('that cannot be read are listed with their problem', async () => {
    const [missing] = await findPatients([join(twoPatients, 'nobody')], undefined, signal);
    expect(missing).toMatchObject({ name: 'nobody', problem: { code: 'folder/not-found' } });
  });
});

describe('a list of patients', () => {
  const listed = temporaryFolder({
    'evaluate.json': JSON.stringify({
      schema: 'longview.evaluation-list/1',
      patients: [
        {
          path: 'scans/ann',
          masks: [{ date: '2020-01-01', file: 'masks/ann.nii' }],
          arm: 'radiotherapy',
          startDays: 14,
          doseFile: 'plan.dcm',
        },
        { name: 'Patient B', path: '/elsewhere/bob' },
      ],
    }),
    'broken.json': '{ "schema": ',
    'foreign.json': '{ "patients": 3 }',
  });

  it('is found by its name in a folder, and its paths count from there', async () => {
    const found = await findPatients([listed], undefined, signal);
    expect(found.map(({ name }) => name)).toEqual(['ann', 'Patient B']);
    expect(patientOf(found[0])).toMatchObject({
      path: join(listed, 'scans/ann'),
      masks: [{ date: '2020-01-01', file: join(listed, 'masks/ann.nii') }],
      arm: 'radiotherapy',
      startDays: 14,
      doseFile: join(listed, 'plan.dcm'),
    });
    expect(patientOf(found[1])?.path).toBe('/elsewhere/bob');
  });

  it.each([
    ['broken.json', 'evaluation/bad-list'],
    ['foreign.json', 'evaluation/bad-list'],
    ['missing.json', 'file/not-readable'],
  ])('%s is refused', async (file, code) => {
    expect(await problemOfPromise(findPatients([join(listed, file)], undefined, signal))).toMatchObject({ code });
  });
});
