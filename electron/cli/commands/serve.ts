import { startBrowserHost } from '../../serve/browser-host.ts';
import { openBrowser } from '../open-browser.ts';
import { BadUsage } from '../refusal.ts';
import type { CliHost } from '../session.ts';

/** Options of `longview serve`. */
export interface ServeOptions {
  readonly port: number;
  readonly open: boolean;
}

/** Runs the browser host until Ctrl+C. */
export async function serve(host: CliHost, { port, open }: ServeOptions): Promise<void> {
  const { terminal, startEngine } = host;
  const interrupted = new Promise<void>((resolve) => host.onInterrupt(resolve));
  const options = { port, startEngine, logBug: (message: string) => terminal.note(message) };
  const server = await startBrowserHost(options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') throw new BadUsage(`Port ${port} is not free.`);
    throw error;
  });
  terminal.out(server.url);
  terminal.note('Open this address in a browser on this machine; it works once. Ctrl+C ends Longview.');
  if (open) openBrowser(server.url);
  await interrupted;
  await server.close();
}
