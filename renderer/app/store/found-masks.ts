import type { LibraryIndex } from '../../../electron/contract/library.ts';

/**
 * Outlines that lie in the opened folder itself and say their date in their name, by date. Only one core mask per date
 * is taken; names that speak of oedema or another region are not.
 *
 * @returns paths of mask files by visit date
 */
export function foundMasks(index: LibraryIndex, dates: readonly string[]): Record<string, string> {
  const names = index.skipped.filter(({ reason }) => reason === 'mask').flatMap(({ examples }) => examples);
  const cores = names.filter((name) => !/oedema|edema|flair|whole|brain/i.test(name));
  const found: Record<string, string> = {};
  for (const date of dates) {
    const fitting = cores.filter((name) => name.includes(date) || name.includes(date.replaceAll('-', '')));
    if (fitting.length === 1) found[date] = `${index.path.replace(/[/\\]+$/, '')}/${fitting[0]}`;
  }
  return found;
}
