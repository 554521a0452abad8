import { resolve } from 'node:path';
import { describeIndex } from '../describe-index.ts';
import type { Session } from '../session.ts';

/** Lists what a folder holds, from headers alone. */
export async function indexFolder(session: Session, folder: string, { json }: { json?: boolean }): Promise<void> {
  const index = await session.ask('library.index', { path: resolve(folder) });
  session.terminal.out(json ? JSON.stringify(index) : describeIndex(index));
}
