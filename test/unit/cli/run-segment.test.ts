import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Segmentation } from '../../../electron/contract/segmentation.ts';
import type { Handlers } from '../../../electron/worker/handlers.ts';
import { longview } from '../../fixtures/cli-host.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const segmentation: Segmentation = {
  schema: 'longview.segmentation/1',
  version: '0.0.0',
  scans: 'acquired',
  model: { id: 'lesion-segmentation', version: '0.1.0', sha256: 'a'.repeat(64) },
  visits: [
    {
      ...{ date: '2001-02-03', sequence: 'T1c', outline: 'model', coreMl: 12.34, necrosisMl: null, oedemaMl: 40.06 },
      ...{ brainMl: 1234.4, files: ['2001-02-03_brain.nii.gz', '2001-02-03_core.nii.gz'] },
    },
  ],
  warnings: [{ code: 'segment/no-oedema', words: 'No oedema was outlined.' }],
  notice: 'Not for diagnosis.',
};

describe('longview segment', () => {
  const folder = temporaryFolder({});
  const asked: unknown[] = [];
  const segmenting: Partial<Handlers> = {
    'segmentation.run': async (request) => {
      asked.push(request);
      return { path: request.path, files: ['a', 'b', 'segmentation.json'], segmentation };
    },
  };

  it('asks for one patient and prints volumes by date, the model and the notes', async () => {
    const args = ['segment', folder, '--out', join(folder, 's'), '--outline', 'model', '--patient', 'p2'];
    const { code, out } = await longview([...args, '--sequence', 'K=T1c'], segmenting);
    expect(code).toBe(0);
    expect(asked).toEqual([
      { folder, path: join(folder, 's'), outline: 'model', patientKey: 'p2', sequenceOverrides: { K: 'T1c' } },
    ]);
    expect(out).toMatch(/2001-02-03 +T1c +model +12\.3 +- +40\.1 +1234/);
    expect(out).toContain('Model: lesion-segmentation 0.1.0');
    expect(out).toContain('Note: No oedema was outlined.');
    expect(out).toContain('3 files');
  });

  it('prints JSON', async () => {
    const { out } = await longview(['segment', folder, '--out', join(folder, 's'), '--json'], segmenting);
    expect(JSON.parse(out)).toMatchObject({ segmentation });
  });

  it('replaces earlier outlines and nothing else', async () => {
    const taken = temporaryFolder({
      'segmentation.json': '{"schema": "longview.segmentation/1"}',
      '2001-02-03_core.nii.gz': '',
    });
    expect((await longview(['segment', folder, '--out', taken], segmenting)).code).toBe(0);
    writeFileSync(join(taken, 'notes.txt'), '');
    expect((await longview(['segment', folder, '--out', taken], segmenting)).code).toBe(3);
  });
});
