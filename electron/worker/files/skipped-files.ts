import type { Problem } from '../../core/base/problem.ts';
import type { SkippedFiles } from '../../contract/library.ts';

/** A file left out, and why. */
export interface LeftOut {
  readonly name: string;
  /** A Problem code, or 'mask', 'not-an-image', 'duplicate'. */
  readonly reason: string;
  readonly problem: Problem | null;
}

/** Counts the files that are no images by reason, with a few names of each. */
export function skippedFiles(left: readonly LeftOut[], resultFolders: readonly string[]): readonly SkippedFiles[] {
  const byReason = new Map<string, string[]>();
  const results = resultFolders.map((name) => ({ name, reason: 'longview-result' }));
  for (const { name, reason } of [...left, ...results]) {
    const names = byReason.get(reason);
    if (names === undefined) byReason.set(reason, [name]);
    else names.push(name);
  }
  return [...byReason].map(([reason, names]) => ({
    reason,
    files: names.length,
    examples: names.slice(0, namesKept(reason)),
  }));
}

/** Masks are offered for use, so (nearly) all of their names are kept; of the others a few are enough to recognise them. */
function namesKept(reason: string): number {
  return reason === 'mask' ? 100 : 5;
}
