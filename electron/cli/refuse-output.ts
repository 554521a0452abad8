import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/**
 * Refuses an output folder that holds something else than an earlier forecast, before minutes are spent on one.
 *
 * @throws Refusal 'output/exists'
 */
export async function refuseTakenOutput(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : ['?']));
  if (names.length === 0) return;
  const report = await readFile(join(path, 'report.json'), 'utf8').catch(() => '');
  if (!report.includes('"longview.report/')) throw new Refusal({ code: 'output/exists', path });
}
