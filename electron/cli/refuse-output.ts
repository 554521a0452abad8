import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { forecastFolder, isReplaceable, type OwnFolder } from '../contract/own-folder.ts';
import { Refusal } from './refusal.ts';

/**
 * Refuses an output folder that holds anything else than an earlier result of the same kind, before minutes are spent on one.
 *
 * @param ours the kind of folder that may be replaced
 * @throws Refusal 'output/exists'
 */
export async function refuseTakenOutput(path: string, ours: OwnFolder = forecastFolder): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : ['?']));
  const mark = await readFile(join(path, ours.markFile), 'utf8').catch(() => '');
  if (!isReplaceable(ours, names, mark)) throw new Refusal({ code: 'output/exists', path });
}
