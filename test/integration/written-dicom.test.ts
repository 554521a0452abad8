import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Volume } from '../../electron/core/base/volume.ts';
import { codeElement, sequenceElement, textElement } from '../../electron/core/write/dicom/element.ts';
import type { PredictedSeriesInput } from '../../electron/core/write/predicted-series-input.ts';
import { writePredictedSeries } from '../../electron/core/write/predicted-series.ts';
import { sourceSeries, type SourceOptions } from '../fixtures/dicom-source.ts';
import { dciodvfyComplaints, isInstalled, pythonWithPydicom } from '../fixtures/outside-tools.ts';
import { predictedInput } from '../fixtures/predicted-input.ts';
import { filesOf, glioblastomaFolder, hasRealPatients, pixelsOf } from '../fixtures/real-series.ts';
import { plainGrid, volumeOf } from '../fixtures/volumes.ts';

const has = { dciodvfy: isInstalled('dciodvfy'), dcmtk: isInstalled('dcmdump') && isInstalled('storescp') };
const python = pythonWithPydicom();
if (!has.dciodvfy) console.warn('skipped: dciodvfy (apt install dicom3tools) is not installed');
if (!has.dcmtk) console.warn('skipped: dcmdump and storescp (apt install dcmtk) are not installed');
if (python === null) console.warn('skipped: no Python with pydicom (set LONGVIEW_PYTHON)');
if (!hasRealPatients) console.warn(`skipped: ${glioblastomaFolder} is not here`);

const folder = mkdtempSync(join(tmpdir(), 'longview-written-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small: Volume = volumeOf(
  plainGrid([12, 10, 4], [0.9, 0.8, 5], [-10, -20, -30]),
  (i, j, k) => 10 * i + 7 * j + 100 * k,
);
const madeByAnother = sequenceElement(
  'ContributingEquipmentSequence',
  [
    [
      codeElement('PurposeOfReferenceCodeSequence', ['109100', 'DCM', 'Synthesizing Equipment'], 'explicit'),
      textElement('Manufacturer', 'Another program'),
    ],
  ],
  'explicit',
);
const generated: readonly (readonly [string, SourceOptions])[] = [
  ['MR, explicit', {}],
  ['MR, implicit', { encoding: 'implicit' }],
  ['MR of a synthetic source', { more: [textElement('SyntheticData', 'YES'), madeByAnother] }],
  ['CT', { modality: 'CT', signed: true, rescale: ['1', '-1024'] }],
  ['CT, implicit', { modality: 'CT', encoding: 'implicit', rescale: ['1', '-1024'] }],
];

/** Writes the sources and the prediction beside each other and returns both folders. */
function writeBoth(name: string, input: PredictedSeriesInput): { sources: string; predicted: string } {
  const [sources, predicted] = [join(folder, name, 'sources'), join(folder, name, 'predicted')];
  mkdirSync(sources, { recursive: true });
  mkdirSync(predicted, { recursive: true });
  input.sources.forEach(({ files }, s) => {
    files.forEach((bytes, k) => writeFileSync(join(sources, `${s}-${String(k).padStart(3, '0')}.dcm`), bytes));
  });
  for (const { name: file, bytes } of writePredictedSeries(input)) writeFileSync(join(predicted, file), bytes);
  return { sources, predicted };
}

const paths = (of: string): string[] =>
  readdirSync(of)
    .sort()
    .map((name) => join(of, name));

function realInput(): PredictedSeriesInput {
  const [earlier, later] = ['1993-05-26', '1993-07-20'].map((date) => filesOf(`${glioblastomaFolder}/case-05/${date}`));
  if (earlier === undefined || later === undefined) throw new Error('no files');
  const grid = plainGrid([256, 256, 20], [0.9375, 0.9375, 6.5], [-120, -120, -65]);
  const volume = { grid, data: pixelsOf(later, 65536) };
  const sources = [
    { date: '1993-05-26', sequence: 'T1c', files: earlier },
    { date: '1993-07-20', sequence: 'T1c', files: later },
  ];
  return predictedInput(volume, later, { sources });
}

const cases: readonly (readonly [string, () => PredictedSeriesInput])[] = [
  ...generated.map(([name, options]) => [name, () => predictedInput(small, sourceSeries(small, options))] as const),
  ...(hasRealPatients ? [['the real glioblastoma case-05', realInput] as const] : []),
];

describe.each(cases)('a series predicted from %s', (name, input) => {
  let written: { sources: string; predicted: string };
  beforeAll(() => {
    written = writeBoth(name.replaceAll(/\W/g, '-'), input());
  });

  it.skipIf(!has.dciodvfy)('is accepted by dciodvfy but for the known lines about Synthetic Data', () => {
    const sourceComplaints = new Set(paths(written.sources).flatMap((path) => dciodvfyComplaints(path)));
    const complaints = paths(written.predicted).flatMap((path) => dciodvfyComplaints(path));
    expect(complaints.filter((line) => !sourceComplaints.has(line))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.skipIf(!has.dciodvfy)('belongs to the same patient and study as its source for dcentvfy', () => {
    const { status, stdout, stderr } = spawnSync('dcentvfy', [...paths(written.sources), ...paths(written.predicted)], {
      encoding: 'utf8',
    });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  it.skipIf(!has.dcmtk)('is parsed by dcmdump without a warning', () => {
    for (const path of paths(written.predicted)) {
      const { status, stdout, stderr } = spawnSync('dcmdump', ['+P', '0008,001c', path], { encoding: 'utf8' });
      // In implicit files dcmtk of 2022 does not know the attribute's representation and shows its bytes.
      expect({ status, stderr, yes: /\[YES\]|59\\45\\53\\20/.test(stdout) }).toEqual({
        status: 0,
        stderr: '',
        yes: true,
      });
    }
  });

  it.skipIf(python === null)('says to pydicom what a synthetic image must say, and keeps every pixel', () => {
    const script = 'test/python/inspect_predicted_series.py';
    const { status, stdout, stderr } = spawnSync(python ?? '', [script, written.sources, written.predicted], {
      encoding: 'utf8',
    });
    expect({ status, stdout: stdout.trim(), stderr }).toEqual({ status: 0, stdout: 'good', stderr: '' });
  });
});

describe.skipIf(!has.dcmtk)('an archive', () => {
  it('takes the series over the network', { timeout: 60_000 }, async () => {
    const { predicted } = writeBoth('archive', predictedInput(small, sourceSeries(small)));
    const received = join(folder, 'received');
    mkdirSync(received);
    const port = String(20_000 + (process.pid % 20_000));
    const archive = spawn('storescp', ['-od', received, port], { stdio: 'ignore' });
    try {
      const send = (): number | null => spawnSync('storescu', ['localhost', port, ...paths(predicted)]).status;
      let status = send();
      for (let attempt = 0; attempt < 20 && status !== 0; attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        status = send();
      }
      expect(status).toBe(0);
      expect(readdirSync(received)).toHaveLength(4);
    } finally {
      archive.kill();
    }
  });
});
