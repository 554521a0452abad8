const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made harmless for a page: names from files must never become markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Number with a fixed count of decimals and a real minus sign; a dash where there is none. */
export function decimals(value: number | null, count: number): string {
  if (value === null || !Number.isFinite(value)) return '–';
  return value
    .toFixed(count)
    .replace('-', '−')
    .replace(/^−(0(\.0+)?)$/, '$1');
}

/** Like `decimals`, with a plus sign for what is above zero. */
export function signed(value: number | null, count: number): string {
  const text = decimals(value, count);
  return value !== null && value > 0 && Number(value.toFixed(count)) > 0 ? `+${text}` : text;
}

/** Table of name and value. */
export function definitionList(entries: readonly (readonly [string, string])[]): string {
  return `<dl>${entries.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
}

/** A text with its first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
