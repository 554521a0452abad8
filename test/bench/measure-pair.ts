/**
 * `npm run measure-pair -- FOLDER`: the change between earlier.nii.gz and later.nii.gz within brain.nii.gz, all on one grid of cubic
 * voxels, as `longview forecast` measures it between two dates -> change.nii.gz, ln(later / earlier volume) in the space of the
 * earlier image, NaN where it is not trusted, and map.nii.gz, the same as a map shows it. models/brain-atrophy/two_dates.py calls it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNifti } from '../../electron/core/decode/decode-nifti.ts';
import { measureChange, softenedChange } from '../../electron/core/register/deform/measure-change.ts';
import { readNiftiFile } from '../../electron/worker/files/read-nifti-file.ts';
import { compressedNifti } from '../../electron/worker/pipeline/nifti-files.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('give the folder of the pair');
const read = async (name: string) => decodeNifti(await readNiftiFile(join(folder, name), name), name).volume;
const [earlier, later, brain] = [await read('earlier.nii.gz'), await read('later.nii.gz'), await read('brain.nii.gz')];
const pair = { earlier, later, brain: { grid: brain.grid, data: Uint8Array.from(brain.data) } };
const change = await measureChange(pair, { space: 'earlier', pause: () => Promise.resolve() });
for (const [name, volume] of Object.entries({ change, map: softenedChange(change) })) {
  await writeFile(join(folder, `${name}.nii.gz`), await compressedNifti(volume, 'ln(later/earlier volume)'));
}
