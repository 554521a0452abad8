import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { forecastFolder, isReplaceable, type OwnFolder } from '../../contract/own-folder.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';

/**
 * Fills a folder completely or not at all: `fill` writes into a temporary folder beside it, which takes the name only
 * when everything is there. An earlier folder of the same kind is replaced in that last step; anything else is left alone.
 *
 * @param ours the kind of folder that may be replaced
 * @returns absolute path of the finished folder, and what `fill` gave
 * @throws ExpectedError 'output/exists', 'output/not-writable', and whatever `fill` throws (nothing stays behind)
 */
export async function writeWholeFolder<Filled>(
  path: string,
  fill: (folder: string) => Promise<Filled>,
  ours: OwnFolder = forecastFolder,
): Promise<{ readonly path: string; readonly filled: Filled }> {
  const target = resolve(path);
  await refuseForeign(target, path, ours);
  const temporary = join(dirname(target), `.${basename(target)}.partial-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(temporary, { recursive: true });
    const filled = await fill(temporary);
    // Filling takes minutes, in which somebody may have saved something there.
    await refuseForeign(target, path, ours);
    await takeName(temporary, target);
    return { path: target, filled };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw asProblem(error, path);
  }
}

async function refuseForeign(target: string, path: string, ours: OwnFolder): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : null));
  const mark = await readFile(join(target, ours.markFile), 'utf8').catch(() => '');
  if (names === null || !isReplaceable(ours, names, mark)) throw new ExpectedError({ code: 'output/exists', path });
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
