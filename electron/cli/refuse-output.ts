import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { forecastFolder, isReplaceable } from '../contract/own-folder.ts';
import { Refusal } from './refusal.ts';

/**
 * Refuses an output folder that holds anything else than an earlier forecast, before minutes are spent on one.
 *
 * @throws Refusal 'output/exists'
 */
export async function refuseTakenOutput(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : ['?']));
  const mark = await readFile(join(path, forecastFolder.markFile), 'utf8').catch(() => '');
  if (!isReplaceable(forecastFolder, names, mark)) throw new Refusal({ code: 'output/exists', path });
}
