import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { voxelToLps } from '../../electron/core/base/grid.ts';
import type { Outcome } from '../../electron/core/write/derived/derived-input.ts';
import type { ParametricMapInput } from '../../electron/core/write/derived/parametric-map-input.ts';
import { parametricMapFile } from '../../electron/core/write/derived/parametric-map.ts';
import { volumeReportFile } from '../../electron/core/write/derived/volume-report.ts';
import type { SourceSeries } from '../../electron/core/write/predicted-series-input.ts';
import { readElements, sourceText } from '../../electron/core/write/dicom/read-elements.ts';
import { mapInput, reportInput, someMap, twoDates } from '../fixtures/derived-inputs.ts';
import { dciodvfyComplaints, isInstalled, pythonWithPydicom, unknownTerms } from '../fixtures/outside-tools.ts';
import { filesOf, glioblastomaFolder, hasRealPatients } from '../fixtures/real-series.ts';
import { ballMask, plainGrid, volumeOf } from '../fixtures/volumes.ts';

const has = { dciodvfy: isInstalled('dciodvfy'), dcmtk: isInstalled('dcmdump') && isInstalled('dsrdump') };
const python = pythonWithPydicom('highdicom');
if (!has.dciodvfy) console.warn('skipped: dciodvfy (apt install dicom3tools) is not installed');
if (!has.dcmtk) console.warn('skipped: dcmdump and dsrdump (apt install dcmtk) are not installed');
if (python === null) console.warn('skipped: no Python with pydicom and highdicom (set LONGVIEW_PYTHON)');
if (!hasRealPatients) console.warn(`skipped: ${glioblastomaFolder} is not here`);

const folder = mkdtempSync(join(tmpdir(), 'longview-derived-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The validator's own tables of 2022 have this attribute of the study in the series of images, and in the study of reports. */
const tablesDiffer =
  /^Warning - Different information entities for attribute - Element=<AccessionNumber> IE <Series> versus <Study> /;

const measured: Outcome = { kind: 'measured' };
const predicted: Outcome = { kind: 'predicted', horizonDays: 365 };

function realDates(): readonly SourceSeries[] {
  return ['1993-07-20', '1993-05-26'].map((date) => ({
    date,
    sequence: 'T1c',
    files: filesOf(`${glioblastomaFolder}/case-05/${date}`),
  }));
}

/** A map on the real scan's own grid. */
function realMap(): Pick<ParametricMapInput, 'map' | 'trusted'> {
  const grid = plainGrid([256, 256, 20], [0.9375, 0.9375, 6.5], [-120, -120, -65]);
  return { map: volumeOf(grid, (i, j, k) => 0.01 * (i - j) + 0.1 * k), trusted: ballMask(grid, [128, 128, 10], 60) };
}

interface Case {
  readonly sources: readonly SourceSeries[];
  readonly outcome: Outcome;
  readonly content: Pick<ParametricMapInput, 'map' | 'trusted'>;
}

const cases: Readonly<Record<string, () => Case>> = {
  'measured on MR, explicit': () => ({ sources: twoDates(), outcome: measured, content: someMap }),
  'predicted from MR, explicit': () => ({ sources: twoDates(), outcome: predicted, content: someMap }),
  'predicted from MR, implicit': () => ({
    sources: twoDates({ encoding: 'implicit' }),
    outcome: predicted,
    content: someMap,
  }),
  'measured on CT': () => ({
    sources: twoDates({ modality: 'CT', rescale: ['1', '0'] }),
    outcome: measured,
    content: someMap,
  }),
  ...(hasRealPatients
    ? { 'measured on a real patient': () => ({ sources: realDates(), outcome: measured, content: realMap() }) }
    : {}),
};
const names = Object.keys(cases);
const objects = ['map.dcm', 'report.dcm'] as const;
const pathOf = (name: string, file: string): string => join(folder, name.replaceAll(/\W/g, '-'), file);

interface Written {
  readonly isPredicted: boolean;
  readonly sourcePaths: readonly string[];
  readonly sourceUids: readonly (string | null)[];
}

/** Writes the objects, their sources beside them, and what other libraries are to find in the map. */
function writeCase(name: string): Written {
  const { sources, outcome, content } = (cases[name] as () => Case)();
  const { map, trusted } = content;
  const of = (file: string): string => pathOf(name, file);
  mkdirSync(of('.'), { recursive: true });
  writeFileSync(of('map.dcm'), parametricMapFile(mapInput({ outcome, ...content }, sources)));
  writeFileSync(of('report.dcm'), volumeReportFile(reportInput({ outcome }, sources)));
  const files = sources.flatMap((series) => series.files);
  const sourcePaths = files.map((bytes, k) => {
    writeFileSync(of(`source-${k}.dcm`), bytes);
    return of(`source-${k}.dcm`);
  });
  const sourceUids = files.map((file) => sourceText(readElements(file), 'SOPInstanceUID'));
  const expected = {
    size: map.grid.size,
    voxelToLps: voxelToLps(map.grid),
    unit: '%/a',
    isSynthetic: outcome === predicted,
    intervalDays: 365,
    sources: sourceUids,
    frameOfReference: sourceText(readElements(files[0] as Uint8Array), 'FrameOfReferenceUID'),
  };
  const values = map.data.map((value, v) => (trusted.data[v] === 1 ? value : NaN));
  writeFileSync(of('values.f32'), values);
  writeFileSync(of('expected.json'), JSON.stringify(expected));
  return { isPredicted: outcome === predicted, sourcePaths, sourceUids };
}

/** What other libraries say of the objects of one case. */
interface Inspected {
  readonly map: readonly string[];
  readonly report: { readonly evidence: readonly string[]; readonly groups: readonly { readonly uid: string }[] };
}

const written = new Map<string, Written>();
const inspected = new Map<string, Inspected>();
beforeAll(() => {
  for (const name of names) written.set(name, writeCase(name));
  if (python === null) return;
  const folders = names.map((name) => pathOf(name, '.'));
  const script = 'test/python/inspect_derived_objects.py';
  const { stdout, stderr } = spawnSync(python, [script, ...folders], { encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.trim().split('\n');
  names.forEach((name, k) => inspected.set(name, JSON.parse(lines[k] ?? '') as Inspected));
});

describe.each(names)('objects %s', (name) => {
  const of = (file: string): string => pathOf(name, file);
  const made = (): Written => written.get(name) as Written;
  const found = (): Inspected => inspected.get(name) as Inspected;

  it.skipIf(!has.dciodvfy).each(objects)('%s is accepted by dciodvfy but for terms it does not know', (file) => {
    expect(dciodvfyComplaints(of(file), unknownTerms)).toEqual([]);
  });

  it.skipIf(!has.dciodvfy)('belong to the same patient and studies as their sources for dcentvfy', () => {
    const paths = [...made().sourcePaths, ...objects.map(of)];
    const { status, stdout, stderr } = spawnSync('dcentvfy', paths, { encoding: 'utf8' });
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !tablesDiffer.test(line));
    expect({ status, said }).toEqual({ status: 0, said: [] });
  });

  it.skipIf(!has.dcmtk).each([
    ['dcmdump', 'map.dcm'],
    ['dcmdump', 'report.dcm'],
    ['dsrdump', 'report.dcm'],
  ])('are parsed without a warning: %s %s', (tool, file) => {
    const { status, stderr } = spawnSync(tool, [of(file)], { encoding: 'latin1', maxBuffer: 2 ** 28 });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(python === null)('have a map with the values and the place that were written, for other libraries', () => {
    expect(found().map).toEqual([]);
  });

  it.skipIf(python === null)('have a report that tells highdicom every structure and number', () => {
    const share = (percent: number) => ['Volume as share of intracranial volume', percent, '%'];
    const perYear = (percent: number) => ['Volume change per year', percent, '%/a'];
    const { isPredicted, sourceUids } = made();
    const { report } = found();
    expect(report).toMatchObject({
      kind: 'Comprehensive3DSR',
      synthetic: isPredicted ? 'YES' : null,
      series: `${isPredicted ? 'SYNTHETIC - PREDICTED +365 d' : 'MEASURED'} volumes of the brain`,
      observer: 'Longview',
      hippocampus: 1,
      groups: [
        { title: 'Hippocampus', sites: ['5366008'], numbers: [['Volume', 6.543, 'ml'], share(0.436), perYear(-2.346)] },
        {
          title: 'Brain ventricles',
          sites: ['35764002'],
          numbers: [['Volume', 42.1, 'ml'], share(2.807), perYear(6.7)],
        },
        { title: 'Deep grey matter', numbers: [['Volume', 40, 'ml'], share(2.667)] },
        { title: 'Intracranial space', sites: ['1101003'], numbers: [['Volume', 1500, 'ml']] },
      ],
    });
    expect(new Set(report.groups.map(({ uid }) => uid)).size).toBe(4);
    expect(report.evidence).toEqual(sourceUids);
  });
});
