import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `longview serve`, as a user starts it. */
export interface RealHost {
  readonly url: string;
  /** What it said on stderr. */
  readonly notes: string[];
  close(): Promise<void>;
}

/**
 * Starts the browser host in its own process and waits for the address that it prints.
 *
 * @throws Error with what it said, when it ends without an address
 */
export async function startRealHost(): Promise<RealHost> {
  const child = spawn(process.execPath, ['electron/cli/longview.mjs', 'serve', '--port', '0'], { cwd: root });
  const notes: string[] = [];
  child.stderr.on('data', (data: Buffer) => notes.push(data.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(line)?.[0];
    if (url !== undefined) return { url, notes, close: () => stop(child) };
  }
  throw new Error(`longview serve ended: ${notes.join('')}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
}
