import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OwnFolder } from '../../contract/own-folder.ts';

/** A folder that holds a demo patient and nothing else. */
export const demoFolder: OwnFolder = {
  markFile: 'demo-patient.json',
  markWords: '"longview.demo/1"',
  names: /^(?:masks|\d{4}-\d{2}-\d{2}|demo-patient\.json)$/,
};

/** Leaves word in a folder that Longview generated it. */
export async function writeDemoMark(folder: string, seed: number): Promise<void> {
  const mark = {
    schema: 'longview.demo/1',
    synthetic: true,
    seed,
    note: 'Generated head. No patient. Not for diagnosis.',
  };
  await writeFile(join(folder, demoFolder.markFile), `${JSON.stringify(mark, null, 2)}\n`);
}
