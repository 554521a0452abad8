import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the program lies, and which one it is. */
export interface Program {
  /** Folder of package.json. */
  readonly root: string;
  readonly version: string;
}

/** Found from this module upwards, so that it is right for sources and for the built program. */
export function findProgram(): Program {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { root, version };
}
