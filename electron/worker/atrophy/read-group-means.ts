import { createHash } from 'node:crypto';
import type { AtrophyManifest } from '../../contract/atrophy-manifest.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { GroupMeans } from '../../core/simulate/atrophy/group-means.ts';
import { readModelFile, type LoadedModel } from '../inference/load-model.ts';

/**
 * The mean velocities of the training scenes that a release carries.
 *
 * @throws ExpectedError 'model/missing-file', 'model/checksum-mismatch', 'model/bad-manifest'
 */
export async function readGroupMeans({ folder, manifest }: LoadedModel<AtrophyManifest>): Promise<GroupMeans> {
  const { id, groupMeans, velocity, grid } = manifest;
  const { file, sha256: expected, shape, frame, scenes, fields } = groupMeans;
  const bytes = await readModelFile(folder, id, file);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected) throw new ExpectedError({ code: 'model/checksum-mismatch', id, file, expected, actual });
  const [columns, rows, slices] = grid.size.map((count) => count / velocity.every);
  if (shape[1] !== slices || shape[2] !== rows || shape[3] !== columns) {
    throw new ExpectedError({ code: 'model/bad-manifest', id, reason: `${file} is not on the grid of the answers` });
  }
  const voxels = shape[1] * shape[2] * shape[3];
  if (bytes.length !== 3 * voxels * fields.length) {
    throw new ExpectedError({ code: 'model/bad-manifest', id, reason: `${file} does not hold the fields it should` });
  }
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const means = fields.map(({ scale, ...field }, n) => {
    const component = (axis: number): Float32Array => {
      const first = (3 * n + axis) * voxels;
      return Float32Array.from(values.subarray(first, first + voxels), (value) => (value * scale) / velocity.every);
    };
    return { ...field, along: [component(0), component(1), component(2)] as const };
  });
  return { frame, scenes, means };
}
