/** Written files by the folder that they lie in, in the order of their first mention. */
export function groupFiles(files: readonly string[]): { name: string; files: number }[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const name = file.replaceAll('\\', '/').split('/')[0] ?? file;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, files: count }));
}
