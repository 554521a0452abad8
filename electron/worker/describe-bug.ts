/**
 * An unexpected error in words fit for a log: name, message and stack, without paths of the user's files and without
 * quoted text, because either may hold a patient's name.
 */
export function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${withoutPatientData(error.message)}`, ...frames.slice(0, 12)].join('\n');
}

function withoutPatientData(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>')
    .replaceAll(/(?:[A-Za-z]:)?[\\/][^\s,;:]+/g, '<path>')
    .slice(0, 500);
}
