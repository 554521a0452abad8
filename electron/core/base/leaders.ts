/**
 * The entries that are best in one figure, all those that show the same one; none where fewer than two have a figure or where
 * all show the same.
 *
 * @param figureOf null where an entry has none
 * @param lossOf distance from perfect, smaller is better
 * @param decimals places to which the figure is shown
 */
export function leaders<Entry>(
  entries: readonly Entry[],
  figureOf: (entry: Entry) => number | null,
  lossOf: (figure: number) => number,
  decimals: number,
): readonly Entry[] {
  const rated = entries.flatMap((entry) => {
    const figure = figureOf(entry);
    return figure === null ? [] : [{ entry, loss: lossOf(Number(figure.toFixed(decimals))) }];
  });
  const least = Math.min(...rated.map(({ loss }) => loss));
  const best = rated.filter(({ loss }) => loss === least).map(({ entry }) => entry);
  return rated.length < 2 || best.length === rated.length ? [] : best;
}
