import { describe, expect, it } from 'vitest';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CourseManifest } from '../../../../electron/contract/course-manifest.ts';
import type { SegmentationManifest } from '../../../../electron/contract/segmentation-manifest.ts';
import { goldenCheck } from '../../../../electron/worker/inference/golden-check.ts';
import { goldenInputs } from '../../../../electron/worker/inference/golden-input.ts';
import type { LoadedModel } from '../../../../electron/worker/inference/load-model.ts';

const tensor = (name: string, shape: number[]) => ({ name, shape, type: 'float32' as const });
const inputs = [tensor('volume', [1, 2, 1, 1, 3]), tensor('conditions', [1, 6])];
const golden = {
  input: { formula: 'sin(0.37*i+0.11*j)', conditions: [0.25, 0.5, 1, 1, 0, -1] },
  output: 'output.bin',
  maxAbsError: 1e-3,
  tensors: { output: [{ name: 'out', shape: [1, 2], offset: 1 }] },
};
const manifest = {
  id: 'm',
  golden,
  graphs: [
    { role: 'encoder', file: 'e.onnx', inputs, outputs: [tensor('feature', [1, 2])] },
    { role: 'decoder', file: 'd.onnx', inputs: [tensor('feature', [1, 2]), tensor('latent', [1, 2])], outputs: [] },
  ],
} as unknown as CourseManifest;

async function check(answer: number[], stored: number[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'longview-golden-'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'output.bin'), new Uint8Array(Float32Array.from(stored).buffer));
  const model: LoadedModel = { folder, manifest, sha256: '', card: '' };
  const inference = {
    run: (role: string) =>
      Promise.resolve({ [role === 'encoder' ? 'feature' : 'out']: { shape: [], data: Float32Array.from(answer) } }),
  };
  try {
    return (await goldenCheck(inference, model, new AbortController().signal)).maxAbsError;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the golden input', () => {
  it('follows the formula by voxel and channel, and the listed conditions and the latent', () => {
    const { volume, conditions, latent, feature } = goldenInputs(manifest);
    const expected = [0, 0.37, 0.74, 0.11, 0.48, 0.85].map((angle) => Math.fround(Math.sin(angle)));
    volume?.data.forEach((value, n) => expect(value).toBeCloseTo(expected[n] ?? NaN, 6));
    expect([...(conditions?.data ?? [])]).toEqual([0.25, 0.5, 1, 1, 0, -1]);
    expect([...(latent?.data ?? [])]).toEqual([Math.fround(Math.sin(1)), Math.fround(Math.sin(2))]);
    expect(feature).toBeUndefined();
  });

  it('of a single graph has images by the formula, too, and says which are present', () => {
    const single = {
      id: 's',
      golden: { ...golden, input: { formula: golden.input.formula, present: [1, 0] } },
      graphs: [
        { role: 'segment', inputs: [tensor('images', [1, 2, 1, 1, 2]), tensor('present', [1, 2])], outputs: [] },
      ],
    } as unknown as SegmentationManifest;
    const { images, present } = goldenInputs(single);
    const expected = [0, 0.37, 0.11, 0.48].map((angle) => Math.fround(Math.sin(angle)));
    expect([...(images?.data ?? [])]).toEqual(expected);
    expect([...(present?.data ?? [])]).toEqual([1, 0]);
  });

  it('is refused where the formula is another', () => {
    const other = { ...manifest, golden: { ...golden, input: { ...golden.input, formula: 'cos(i)' } } };
    expect(() => goldenInputs(other)).toThrow('model/bad-manifest');
  });

  it('is refused where too few conditions are listed', () => {
    const other = { ...manifest, golden: { ...golden, input: { ...golden.input, conditions: [1] } } } as CourseManifest;
    expect(() => goldenInputs(other)).toThrow('model/bad-manifest');
  });
});

describe('the golden check', () => {
  it.each([
    ['the same values', [1, 2], [0, 1, 2], 0],
    ['a difference', [1, 2.5], [0, 1, 2], 0.5],
    ['not a number', [NaN, 2], [0, 1, 2], Infinity],
    ['a missing value', [1], [0, 1, 2], Infinity],
  ])('measures %s', async (_, answer, stored, error) => {
    expect(await check(answer, stored)).toBe(error);
  });

  it('refuses a golden file that is too short', async () => {
    await expect(check([1, 2], [0, 1])).rejects.toMatchObject({ problem: { code: 'model/bad-manifest', id: 'm' } });
  });
});
