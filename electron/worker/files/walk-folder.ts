import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { AbortSignalLike } from '../../core/base/signal.ts';

/** A file below the folder that the user chose. */
export interface FoundFile {
  /** Absolute, or as the user's path begins. */
  readonly path: string;
  /** Below the chosen folder, with forward slashes. */
  readonly name: string;
}

/** Every file below a folder. */
export interface WalkedFolder {
  /** The chosen folder; the folder of the file where a single file was chosen. */
  readonly root: string;
  readonly isSingleFile: boolean;
  /** In the order of their names. */
  readonly files: readonly FoundFile[];
  /** Folders that hold results of this program; they are not walked, so that a prediction never becomes an input. */
  readonly resultFolders: readonly string[];
}

const ignoredNames = new Set(['Thumbs.db', 'desktop.ini', '__MACOSX']);

/**
 * Finds every file below a folder. Links to folders are not followed (they may form rings), hidden files are not looked
 * at.
 *
 * @throws ExpectedError 'folder/not-found', 'job/cancelled'
 */
export async function walkFolder(path: string, signal?: AbortSignalLike): Promise<WalkedFolder> {
  const found = await stat(path).catch(() => {
    throw new ExpectedError({ code: 'folder/not-found', path });
  });
  if (!found.isDirectory()) {
    const files = [{ path, name: basename(path) }];
    return { root: dirname(path), isSingleFile: true, files, resultFolders: [] };
  }
  const files: FoundFile[] = [];
  const resultFolders: string[] = [];
  const pending: string[] = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    throwIfCancelled(signal);
    const entries = await readdir(join(path, folder), { withFileTypes: true }).catch(() => []);
    if (folder !== '' && isResult(entries.map((entry) => entry.name))) {
      resultFolders.push(folder);
      continue;
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.') || ignoredNames.has(entry.name)) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) pending.push(name);
      else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(join(path, name)))))
        files.push({ path: join(path, name), name });
    }
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { root: path, isSingleFile: false, files, resultFolders };
}

function isResult(names: readonly string[]): boolean {
  return names.includes('report.json') && names.includes('report.html');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
