import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '../../serve/program.ts';
import { electronBinary } from '../electron-binary.ts';
import type { CliHost } from '../session.ts';
import { serve } from './serve.ts';

/** Opens the window: Electron where its program is here, the default browser elsewhere. */
export async function start(host: CliHost, { open }: { open: boolean }): Promise<void> {
  const { root } = findProgram();
  const binary = electronBinary(root);
  if (binary === null) {
    host.terminal.note('Electron is not downloaded here (npx install-electron fetches it); using the browser instead.');
    return serve(host, { port: 0, open });
  }
  const child = spawn(binary, [root], { stdio: 'inherit' });
  const stopListening = host.onInterrupt(() => child.kill('SIGTERM'));
  await once(child, 'exit');
  stopListening();
}
