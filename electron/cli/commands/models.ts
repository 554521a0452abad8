import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { textTable } from '../text-table.ts';

const footnote = `[sequence] in brackets: the model uses it where it is there, and does without where it is not.
longview models ID prints the card of a model: what it was trained on, where it beats its rivals and where it loses.`;

/** Lists the models that are here. */
export async function models(session: Session, { json }: { json?: boolean }): Promise<void> {
  const answer = await session.ask('models.list', {});
  if (json) return session.terminal.out(JSON.stringify(answer.models));
  const rows = answer.models.map(({ manifest, sha256 }) => [
    manifest.id,
    manifest.version,
    manifest.kind,
    manifest.sequences.map(({ sequence, required }) => (required ? sequence : `[${sequence}]`)).join(' '),
    (manifest.trainedRanges['horizonDays'] ?? ['-']).join(' to '),
    manifest.licence,
    sha256.slice(0, 12),
    manifest.title,
  ]);
  const heading = ['model', 'version', 'kind', 'sequences', 'horizon days', 'licence', 'sha256', 'title'];
  session.terminal.out(`${textTable([heading, ...rows])}\n\n${footnote}`);
}

/**
 * Prints the card of one model, Markdown; with `json` everything that is known about it.
 *
 * @throws Refusal 'model/unknown'
 */
export async function modelCard(session: Session, id: string, { json }: { json?: boolean }): Promise<void> {
  const { models: known } = await session.ask('models.list', {});
  const model = known.find(({ manifest }) => manifest.id === id);
  if (!model) throw new Refusal({ code: 'model/unknown', id, known: known.map(({ manifest }) => manifest.id) });
  session.terminal.out(json ? JSON.stringify(model) : model.card.trimEnd());
}
