import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { isoDateSchema } from '../contract/requests.ts';
import { sequenceSchema, type Sequence } from '../contract/sequence.ts';

/** A lesion mask for one visit. */
export interface MaskOption {
  readonly date: string;
  readonly file: string;
}

/** Parser of a whole number within limits, which may be negative. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Give a whole number from ${minimum} to ${maximum}.`);
  };
}

/** Parser of a number within limits. */
export function decimalNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Give a number from ${minimum} to ${maximum}.`);
  };
}

/** Adds one `DATE=FILE` to those given before. */
export function addMask(text: string, before: readonly MaskOption[] = []): MaskOption[] {
  const [, date, file] = /^([\d-]+)=(.+)$/.exec(text) ?? [];
  if (!date || !file) throw new InvalidArgumentError('Write it as YYYY-MM-DD=FILE.');
  if (!isoDateSchema.safeParse(date).success) {
    throw new InvalidArgumentError(`${date} is not a date: write it as YYYY-MM-DD=FILE.`);
  }
  if (before.some((mask) => mask.date === date)) {
    throw new InvalidArgumentError(`${date} has two masks: give one for each date.`);
  }
  return [...before, { date, file: resolve(file) }];
}

/** Adds one `SERIESKEY=SEQUENCE` to those given before. */
export function addSequence(text: string, before: Readonly<Record<string, Sequence>> = {}): Record<string, Sequence> {
  const split = text.lastIndexOf('=');
  const sequence = sequenceSchema.safeParse(text.slice(split + 1));
  if (split > 0 && sequence.success) return { ...before, [text.slice(0, split)]: sequence.data };
  throw new InvalidArgumentError(`Write it as SERIESKEY=SEQUENCE, one of ${sequenceSchema.options.join(', ')}.`);
}
