import { strings } from '../../app/strings.ts';

/** A number with fixed decimals and a true minus sign; a dash where there is none. */
export function formatNumber(value: number | null | undefined, decimals: number, signed = false): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return strings.verify.none;
  const text = Math.abs(value).toFixed(decimals);
  const zero = Number(text) === 0;
  if (value < 0 && !zero) return `\u2212${text}`;
  return signed && !zero ? `+${text}` : text;
}

/** Both ends of an interval, signed. */
export function formatInterval([low, high]: readonly [number, number], decimals: number): string {
  return strings.verify.fromTo(formatNumber(low, decimals, true), formatNumber(high, decimals, true));
}
