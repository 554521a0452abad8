import { truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { indexFolder } from '../../../../electron/worker/files/index-folder.ts';
import { loadSeries } from '../../../../electron/worker/files/load-series.ts';
import type { LoadableSeries } from '../../../../electron/worker/files/loadable-series.ts';
import { dicomSlice, dicomStack } from '../../../fixtures/dicom-slice.ts';
import { niftiFile } from '../../../fixtures/nifti-file.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';
import { named, temporaryFolder } from '../../../fixtures/temporary-folder.ts';

async function onlySeries(folder: string): Promise<LoadableSeries> {
  const [only] = (await indexFolder(folder)).series.values();
  if (only === undefined) throw new Error('no series');
  return only;
}

describe('loadSeries', () => {
  it.each([{ explicit: true }, { explicit: false }])('loads every slice in its place (%j)', async (encoding) => {
    const slices = Array.from({ length: 9 }, (_, k) =>
      dicomSlice({ position: [0, 0, 3 * k], instance: 9 - k, values: Array(12).fill(100 + k), encoding }),
    );
    const { volume } = await loadSeries(await onlySeries(temporaryFolder(named('a', slices.reverse()))));
    expect(volume.grid.size).toEqual([4, 3, 9]);
    expect([...volume.data]).toEqual(Array.from({ length: 108 }, (_, k) => 100 + Math.floor(k / 12)));
  });

  it.each(['t1.nii', 't1.nii.gz'])('loads %s', async (name) => {
    const bytes = niftiFile({ size: [4, 3, 2], sform: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] });
    const folder = temporaryFolder({ [name]: name.endsWith('gz') ? gzipSync(bytes) : bytes });
    const { volume, warnings } = await loadSeries(await onlySeries(folder));
    expect([...volume.data]).toEqual(Array.from({ length: 24 }, (_, k) => k));
    expect(warnings).toEqual([]);
  });

  it('refuses an unusable series with its own problem', async () => {
    const series = await onlySeries(temporaryFolder(named('a', dicomStack(1, 1))));
    expect(await problemOfPromise(loadSeries(series))).toEqual({ code: 'series/single-slice' });
  });

  it('notices a file that shrank or went away after indexing', async () => {
    const shrunk = temporaryFolder(named('a', dicomStack(3, 2)));
    const series = await onlySeries(shrunk);
    truncateSync(join(shrunk, 'a/001.dcm'), 400);
    expect((await problemOfPromise(loadSeries(series))).code).toBe('dicom/truncated');
    unlinkSync(join(shrunk, 'a/001.dcm'));
    expect(await problemOfPromise(loadSeries(series))).toMatchObject({ code: 'file/not-readable', reason: 'ENOENT' });
  });

  it('refuses a volume larger than the memory', async () => {
    const series = await onlySeries(temporaryFolder(named('a', dicomStack(3, 2))));
    if (series.grid === null) throw new Error('no grid');
    const vast = { ...series, grid: { ...series.grid, size: [65_535, 65_535, 500] as const } };
    expect((await problemOfPromise(loadSeries(vast))).code).toBe('series/too-large');
  });

  it('stops when it is cancelled', async () => {
    const series = await onlySeries(temporaryFolder(named('a', dicomStack(3, 2))));
    expect((await problemOfPromise(loadSeries(series, { aborted: true }))).code).toBe('job/cancelled');
  });
});
