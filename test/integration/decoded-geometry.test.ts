import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { applyAffine } from '../../electron/core/base/affine.ts';
import { lpsToVoxel, type Grid } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import { decodeSegmentation } from '../../electron/core/decode/decode-segmentation.ts';
import { indexFolder } from '../../electron/worker/files/index-folder.ts';
import { loadSeries } from '../../electron/worker/files/load-series.ts';
import { canUnpack, isOnPath, unpackArchive } from '../fixtures/unpack-archive.ts';

const shared = '../shared/data';
const python = [process.env['LONGVIEW_PYTHON'], '.venv/bin/python', 'python3'].find(
  (program) => program !== undefined && spawnSync(program, ['-c', 'import pydicom, nibabel']).status === 0,
);
const canCheck = python !== undefined && existsSync(shared);
if (!canCheck)
  console.warn('skipped: the check of geometry against pydicom and nibabel needs both, and ../shared/data');

const unpacked: string[] = [];
afterAll(() => unpacked.forEach((folder) => rmSync(folder, { recursive: true })));

/** Voxels as another program reads them: LPS point and value. */
function samplesOf(paths: readonly string[]): Readonly<Record<string, readonly (readonly number[])[]>> {
  const { stdout, stderr, status } = spawnSync(python as string, ['test/python/sample_voxels.py', ...paths], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** Every sample must lie on a voxel centre to a hundredth of a voxel, and hold the same value. */
function expectSameVoxels(grid: Grid, data: ArrayLike<number>, samples: readonly (readonly number[])[]): void {
  expect(samples.length).toBeGreaterThan(0);
  const toVoxel = lpsToVoxel(grid);
  let [worstOffset, worstError] = [0, 0];
  for (const [x, y, z, value] of samples as readonly (readonly [number, number, number, number])[]) {
    const exact = applyAffine(toVoxel, [x, y, z]);
    const [i, j, k] = exact.map(Math.round) as unknown as Vec3;
    worstOffset = Math.max(worstOffset, Math.abs(exact[0] - i), Math.abs(exact[1] - j), Math.abs(exact[2] - k));
    const own = data[i + grid.size[0] * (j + grid.size[1] * k)] ?? Number.NaN;
    worstError = Math.max(worstError, Math.abs(own - value) / Math.max(1, Math.abs(value)));
  }
  expect(worstOffset).toBeLessThan(0.01);
  // Values are kept as float32: 24 bits of precision.
  expect(worstError).toBeLessThan(1e-6);
}

async function expectFolderAgrees(folder: string): Promise<void> {
  const { series } = await indexFolder(folder);
  const usable = [...series.values()].filter((one) => one.problem === null);
  expect(usable.length).toBe(1);
  const only = usable[0];
  if (only === undefined) return;
  const { volume } = await loadSeries(only);
  expectSameVoxels(volume.grid, volume.data, samplesOf([folder])[folder] ?? []);
}

describe.skipIf(!canCheck)('decoding agrees with pydicom and nibabel on', () => {
  const glioblastoma = `${shared}/real/glioblastoma-two-dates-dicom`;
  it.each(['case-01/1996-08-13', 'case-05/1993-07-20', 'case-09/1997-08-21'])('real MR slices of %s', (name) =>
    expectFolderAgrees(`${glioblastoma}/${name}`),
  );

  it.skipIf(!canUnpack())('384 sagittal slices in implicit little endian', async () => {
    const folder = unpackArchive(`${shared}/real/brain-t1-dicom/dicoms.tar.xz`);
    unpacked.push(folder);
    await expectFolderAgrees(folder);
  });

  it.skipIf(!canUnpack())('30 signed CT slices with a rescale intercept', async () => {
    const folder = unpackArchive(`${shared}/real/lung-ct-dicom/A0002_series3_B40f.tar.xz`);
    unpacked.push(folder);
    await expectFolderAgrees(folder);
  });

  it.each([`${shared}/real/ms-two-dates-nifti/patient01`, `${shared}/real/glioma-four-sequences-nifti`])(
    'the NIfTI volumes of %s',
    async (folder) => {
      const { series } = await indexFolder(folder);
      const paths = [...series.values()].map((one) => one.paths[0] as string);
      const samples = samplesOf(paths);
      for (const one of series.values()) {
        const { volume } = await loadSeries(one);
        expectSameVoxels(volume.grid, volume.data, samples[one.paths[0] as string] ?? []);
      }
      expect(series.size).toBe(4);
    },
  );
});

const canUnpackZstd = canCheck && isOnPath('zstd');
if (!canUnpackZstd) console.warn('skipped: the DICOM Segmentation examples are packed with zstd, which is not here');

describe.skipIf(!canUnpackZstd)('segments agree with pydicom on', () => {
  it.each(['23x38x3/seg/label.seg', '24x38x3/seg/label.seg', 'liver.dcm', 'partial_overlaps.dcm'])('%s', (name) => {
    const folder = unpackArchiveOfOne(`${shared}/conformance/dcmqi/segmentations/${name}.zst`);
    unpacked.push(folder);
    const path = join(folder, readdirSync(folder)[0] as string);
    const segments = decodeSegmentation(new Uint8Array(readFileSync(path)), name);
    const samples = samplesOf([path])[path] ?? [];
    for (const { number, mask } of segments) {
      const own = samples.filter(([, , , segment]) => segment === number).map(([x, y, z]) => [x, y, z, 1] as number[]);
      if (own.length > 0) expectSameVoxels(mask.grid, mask.data, own);
    }
    expect(segments.length).toBeGreaterThan(0);
  });
});

function unpackArchiveOfOne(packed: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'longview-test-'));
  const { status } = spawnSync('zstd', ['-d', '-q', packed, '-o', join(folder, 'unpacked.dcm')]);
  if (status !== 0) throw new Error(`zstd could not unpack ${packed}`);
  return folder;
}
