/** Says a failure of the program itself on the engine's error stream, where every host can show it. */
export function logBug(message: string): void {
  process.stderr.write(`longview engine: ${message}\n`);
}
