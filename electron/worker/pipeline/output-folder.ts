import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ExpectedError } from '../../core/base/expected-error.ts';

/**
 * Fills a folder completely or not at all: `fill` writes into a temporary folder beside it, which takes the name only
 * when everything is there. An earlier Longview result under that name is replaced; anything else is left alone.
 *
 * @returns absolute path of the finished folder
 * @throws ExpectedError 'output/exists', 'output/not-writable', and whatever `fill` throws (nothing stays behind)
 */
export async function writeWholeFolder(path: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const target = resolve(path);
  if (!(await isReplaceable(target))) throw new ExpectedError({ code: 'output/exists', path });
  const temporary = join(dirname(target), `.${basename(target)}.partial-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    await takeName(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw asProblem(error, path);
  }
  return target;
}

/** True when nothing is there, when the folder is empty, or when it holds a report of an earlier run. */
async function isReplaceable(target: string): Promise<boolean> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null));
  if (names === null) return false;
  if (names.length === 0) return true;
  const text = await readFile(join(target, 'report.json'), 'utf8').catch(() => '');
  return text.includes('"longview.report/');
}

async function takeName(temporary: string, target: string): Promise<void> {
  const old = `${temporary}-old`;
  const existed = await access(target).then(
    () => true,
    () => false,
  );
  if (existed) await rename(target, old);
  try {
    await rename(temporary, target);
  } catch (error) {
    if (existed) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

function asProblem(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
  };
  const reason = typeof code === 'string' ? reasons[code] : undefined;
  return reason === undefined ? error : new ExpectedError({ code: 'output/not-writable', path, reason });
}
