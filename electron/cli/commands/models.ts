import type { Session } from '../session.ts';
import { textTable } from '../text-table.ts';

/** Lists the models that are here. */
export async function models(session: Session, { json }: { json?: boolean }): Promise<void> {
  const answer = await session.ask('models.list', {});
  if (json) return session.terminal.out(JSON.stringify(answer.models));
  const rows = answer.models.map(({ manifest, sha256 }) => [
    manifest.id,
    manifest.version,
    manifest.sequences.map(({ sequence, required }) => (required ? sequence : `[${sequence}]`)).join(' '),
    (manifest.trainedRanges['horizonDays'] ?? []).join(' to '),
    manifest.licence,
    sha256.slice(0, 12),
    manifest.title,
  ]);
  const heading = ['model', 'version', 'sequences', 'horizon days', 'licence', 'sha256', 'title'];
  session.terminal.out(textTable([heading, ...rows]));
}
