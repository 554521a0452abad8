import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The Electron program, or null where it was never downloaded (the npm package holds none). The package itself is not
 * asked, because it would start a download.
 *
 * @param root folder of package.json
 */
export function electronBinary(root: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const binary = override ? join(override, name) : join(folder, 'dist', name);
  return existsSync(binary) ? binary : null;
}
