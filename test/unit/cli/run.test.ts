import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../electron/core/base/expected-error.ts';
import type { Problem } from '../../../electron/core/base/problem.ts';
import type { Handlers } from '../../../electron/worker/handlers.ts';
import { createVolumeStore } from '../../../electron/worker/volume-store.ts';
import { longview } from '../../fixtures/cli-host.ts';
import { plainHandlers } from '../../fixtures/plain-handlers.ts';
import { sampleReport } from '../../fixtures/sample-report.ts';

let folder: string;
let asked: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longview-cli-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusing = (problem: Problem): Partial<Handlers> => ({
  'library.index': async () => {
    throw new ExpectedError(problem);
  },
});

const forecasting: Partial<Handlers> = {
  'forecast.run': async (request) => {
    asked.push(request);
    const volume = createVolumeStore().put(
      { grid: { size: [1, 1, 1] } as never, data: new Float32Array(1) },
      { synthetic: true },
    );
    return {
      forecastId: 'f1',
      report: sampleReport,
      warnings: [],
      primarySequence: 'T1c',
      images: [],
      masks: [],
      probability: volume,
      effect: null,
      influence: null,
    };
  },
  'forecast.export': async (request) => {
    asked.push(request);
    return { path: request.path, files: ['report.html', 'report.json'] };
  },
};

describe('bad usage ends with 2 and says what is wrong', () => {
  it.each([
    ['no command', [], /Usage/],
    ['an unknown command', ['predict'], /unknown command/],
    ['an unknown option', ['models', '--colour'], /unknown option/],
    ['a missing folder', ['index'], /missing required argument/],
    ['a missing output folder', ['forecast', 'd'], /--out/],
    [
      'a forecast without a horizon',
      ['forecast', 'd', '--out', 'o'],
      /--horizon-days is needed unless --hold-out last/,
    ],
    ['a horizon of no days', ['forecast', 'd', '--out', 'o', '--horizon-days', '0'], /1 to 3650/],
    ['a horizon in words', ['forecast', 'd', '--out', 'o', '--horizon-days', 'long'], /whole number/],
    ['too many samples', ['forecast', 'd', '--out', 'o', '--hold-out', 'last', '--samples', '999'], /1 to 200/],
    ['a mask without a date', ['forecast', 'd', '--out', 'o', '--mask', 'mask.nii'], /YYYY-MM-DD=FILE/],
    ['a mask of a day that never was', ['forecast', 'd', '--out', 'o', '--mask', '2020-13-45=x.nii'], /not a date/],
    ['a mask of a 29 February too many', ['forecast', 'd', '--out', 'o', '--mask', '2021-02-29=x.nii'], /not a date/],
    ['two masks of one date', ['forecast', 'd', '--mask', '2020-01-01=a', '--mask', '2020-01-01=b'], /has two masks/],
    ['an unknown sequence', ['forecast', 'd', '--out', 'o', '--sequence', 's1=T9'], /SERIESKEY=SEQUENCE/],
    ['an unknown way to hold out', ['forecast', 'd', '--out', 'o', '--hold-out', 'first'], /Allowed choices/],
    ['a treatment that nobody gives', ['forecast', 'd', '--out', 'o', '--arm', 'prayer'], /Allowed choices/],
    ['a treatment that starts in a word', ['forecast', 'd', '--out', 'o', '--start-days', '-x'], /whole number/],
    ['a port that cannot be', ['serve', '--port', '70000'], /0 to 65535/],
  ])('%s', async (_name, args, words) => {
    const { code, notes } = await longview(args);
    expect(code).toBe(2);
    expect(notes).toMatch(words);
  });
});

describe('help and version', () => {
  it.each([[['--help']], [['forecast', '--help']], [['--version']]])('%j ends with 0', async (args) => {
    const { code, out } = await longview(args);
    expect(code).toBe(0);
    expect(out).toMatch(/Usage|1\.2\.3/);
  });
});

describe('refused input ends with 3 and the named Problem', () => {
  it.each<Problem>([
    { code: 'folder/empty', path: 'd' },
    { code: 'dicom/not-dicom', file: 'a.pdf', looksLike: 'a PDF' },
    { code: 'series/uneven-slices', gapsMm: [1, 3], toleranceMm: 0.1 },
    { code: 'patient/several', patients: 2, keys: ['a', 'b'] },
  ])('$code', async (problem) => {
    const { code, notes, out } = await longview(['index', folder], refusing(problem));
    expect(code).toBe(3);
    expect(notes).toContain(`[${problem.code}]`);
    expect(out).toBe('');
  });

  it('is one JSON document for programs', async () => {
    const problem: Problem = { code: 'folder/empty', path: 'd' };
    const { code, out, notes } = await longview(['index', folder, '--json'], refusing(problem));
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ problem });
    expect(notes).toBe('');
  });

  it('refuses an output folder that holds something else, before anything is run', async () => {
    const out = join(folder, 'taken');
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'mine');
    const { code, notes } = await longview(['forecast', folder, '--hold-out', 'last', '--out', out], forecasting);
    expect(code).toBe(3);
    expect(notes).toContain('[output/exists]');
    expect(asked).toEqual([]);
    expect(existsSync(join(out, 'thesis.txt'))).toBe(true);
  });
});

describe('an output folder that is the folder of the scans', () => {
  it.each(['scan.dcm', '2024-01-01', 'notes.txt'])('is refused although a report lies beside %s', async (name) => {
    writeFileSync(join(folder, 'report.json'), '{ "schema": "longview.report/1" }');
    mkdirSync(join(folder, name));
    const { code, notes } = await longview(['forecast', folder, '--hold-out', 'last', '--out', folder], forecasting);
    expect(code).toBe(3);
    expect(notes).toContain('[output/exists]');
    expect(asked).toEqual([]);
  });
});

describe('failures of the program', () => {
  it('a bug ends with 1, without patient data', async () => {
    const { code, notes } = await longview(['doctor']);
    expect(code).toBe(1);
    expect(notes).toContain('bug in Longview');
    expect(notes).not.toContain('Jane');
  });

  it('a stopped engine ends with 1', async () => {
    const problem: Problem = { code: 'engine/stopped', exit: 'SIGKILL' };
    expect((await longview(['index', folder], refusing(problem))).code).toBe(1);
  });
});

describe('Ctrl+C', () => {
  it('cancels the job and ends with 130', async () => {
    const slow = { 'forecast.run': plainHandlers(createVolumeStore())['timeline.open'] as never };
    const args = ['forecast', folder, '--hold-out', 'last', '--out', join(folder, 'o')];
    const { code, notes } = await longview(args, slow, 'order ...');
    expect(code).toBe(130);
    expect(notes).toContain('Stopping');
    expect(existsSync(join(folder, 'o'))).toBe(false);
  });
});

describe('longview forecast', () => {
  const args = (out: string): string[] => ['forecast', '/data/p', '--hold-out', 'last', '--out', out];

  it('sends what was given, with absolute paths, and prints the table of methods', async () => {
    const out = join(folder, 'o');
    const given = ['--mask', '2020-01-01=/m/1.nii.gz', '--mask', '2020-03-01=/m/a=b.nii', '--sequence', 'k=1=T1c'];
    const { code, out: text } = await longview([...args(out), ...given, '--samples', '3', '--seed', '7'], forecasting);
    expect(code).toBe(0);
    expect(asked).toEqual([
      {
        path: '/data/p',
        model: 'glioma-course',
        samples: 3,
        seed: 7,
        holdOut: 'last',
        masks: [
          { date: '2020-01-01', file: '/m/1.nii.gz' },
          { date: '2020-03-01', file: '/m/a=b.nii' },
        ],
        sequenceOverrides: { 'k=1': 'T1c' },
        outline: 'auto',
        explain: false,
        arm: 'none',
        startDays: 0,
        doseGy: 60,
      },
      { forecastId: 'f1', path: out },
    ]);
    expect(text).toMatch(/Lesion core\nmethod +Dice +growth-region Dice +volume error % +HD95 mm +SSIM/);
    expect(text).toMatch(/glioma-course +0\.812 +0\.812 +-12\.3 +4\.50 +0\.900/);
    expect(text).toMatch(/no-change +- +- /);
    expect(text).toContain('Oedema\n');
    expect(text).toContain('Note: No oedema was outlined.');
    expect(text).toContain('never for diagnosis');
  });

  it('sends the treatment, the age and what else is asked', async () => {
    const treatment = ['--arm', 'radiotherapy-temozolomide', '--start-days', '-14', '--dose-gy', '50', '--age', '61'];
    const more = ['--dose', '/d/dose.dcm', '--compare-arm', 'resection', '--explain', '--outline', 'rules'];
    await longview([...args(join(folder, 'o')), ...treatment, ...more], forecasting);
    expect(asked[0]).toMatchObject({
      arm: 'radiotherapy-temozolomide',
      startDays: -14,
      doseGy: 50,
      doseFile: '/d/dose.dcm',
      ageYears: 61,
      compareArm: 'resection',
      explain: true,
      outline: 'rules',
    });
  });

  it('prints one JSON document for programs', async () => {
    const { out, notes } = await longview([...args(join(folder, 'o')), '--json'], forecasting);
    expect(JSON.parse(out)).toMatchObject({ path: join(folder, 'o'), report: { schema: 'longview.report/1' } });
    expect(notes).toBe('');
  });
});

describe('longview index', () => {
  const entry = (sequence: string, evidence: string[]): unknown => ({
    ...{ key: 's1', modality: 'MR', description: 'ax\nT1', files: 3, size: [4, 4, 3], spacingMm: [1, 1, 2] },
    ...{ sequence, evidence, problemCode: null },
  });

  it('says below each series why its sequence was recognised', async () => {
    const series = [entry('T1c', ['RepetitionTime 500', 'ContrastBolusAgent Gadovist']), entry('other', [])];
    const studies = [{ studyInstanceUid: '1', date: '2020-01-01', description: '', series }];
    const patients = [{ key: 'p', label: 'P', studies }];
    const library = { path: folder, patients, filesRead: 6, skipped: [], warnings: [], elapsedMs: 5 };
    const { out } = await longview(['index', folder], { 'library.index': async () => library as never });
    const lines = out.split('\n').slice(3, 6);
    expect(lines[0]).toMatch(/^2020-01-01 +T1c .*s1 +ax T1$/);
    expect(lines[1]).toBe('  T1c because: RepetitionTime 500; ContrastBolusAgent Gadovist');
    expect(lines[2]).toMatch(/^2020-01-01 +other /);
  });
});

describe('longview demo', () => {
  it('generates the patient beside the output and forecasts with its masks', async () => {
    const patient = { folder: '/made', masks: [{ date: '2020-01-01', file: '/made/m.nii.gz' }] };
    const made: unknown[] = [];
    const creating: Partial<Handlers> = {
      'demo.create': async (request) => {
        made.push(request);
        return patient;
      },
    };
    const { code } = await longview(['demo', '--out', join(folder, 'demo')], { ...forecasting, ...creating });
    expect(code).toBe(0);
    expect(made).toEqual([{ path: join(folder, 'demo-patient') }]);
    expect(asked[0]).toMatchObject({ path: '/made', holdOut: 'last', masks: patient.masks, samples: 20 });
  });
});
