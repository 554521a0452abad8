import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const markName = 'demo-patient.json';
const ownNames = /^(?:masks|\d{4}-\d{2}-\d{2}|demo-patient\.json)$/;

/** Leaves word in a folder that Longview generated it. */
export async function writeDemoMark(folder: string, seed: number): Promise<void> {
  const mark = {
    schema: 'longview.demo/1',
    synthetic: true,
    seed,
    note: 'Generated head. No patient. Not for diagnosis.',
  };
  await writeFile(join(folder, markName), `${JSON.stringify(mark, null, 2)}\n`);
}

/** Removes an earlier demo patient, so that a new one can take its place; a folder that holds anything else is left alone. */
export async function removeEarlierDemo(folder: string): Promise<void> {
  const mark = await readFile(join(folder, markName), 'utf8').catch(() => '');
  if (!mark.includes('"longview.demo/1"')) return;
  const names = await readdir(folder);
  if (names.every((name) => ownNames.test(name))) await rm(folder, { recursive: true, force: true });
}
