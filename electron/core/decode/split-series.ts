import { ExpectedError } from '../base/expected-error.ts';
import type { Problem } from '../base/problem.ts';
import type { ImageHeader } from './image-header.ts';
import { stackSlices, type SliceStack } from './stack-slices.ts';

/** Part of a series: a stack that can be loaded, or slices that cannot be stacked and why. */
export interface SeriesPart {
  readonly headers: readonly ImageHeader[];
  /** What tells this part from the others of its series, for example "EchoNumbers 2"; empty when the series is whole. */
  readonly distinction: string;
  readonly stack: SliceStack | null;
  readonly problem: Problem | null;
}

type Discriminator = readonly [keyword: string, valueOf: (header: ImageHeader) => string];

/** Attributes by which scanners mix several volumes into one series, the most telling first. */
const discriminators: readonly Discriminator[] = [
  ['EchoNumbers', (h) => text(h.discriminators.echoNumbers)],
  ['EchoTime', (h) => text(h.acquisition.echoTimeMs)],
  ['TemporalPositionIdentifier', (h) => text(h.discriminators.temporalPositionIdentifier)],
  ['DiffusionBValue', (h) => text(h.discriminators.diffusionBValue)],
  ['ImageType', (h) => h.imageType.join('\\')],
  ['InversionTime', (h) => text(h.acquisition.inversionTimeMs)],
  ['FlipAngle', (h) => text(h.acquisition.flipAngleDegrees)],
  ['SequenceName', (h) => h.sequenceName],
  ['TriggerTime', (h) => text(h.discriminators.triggerTimeMs)],
  ['AcquisitionNumber', (h) => text(h.discriminators.acquisitionNumber)],
];

const orientationOf: Discriminator = [
  'ImageOrientationPatient',
  (h) =>
    [
      h.geometry.columns,
      h.geometry.rows,
      ...(h.geometry.imageOrientationPatient?.flat() ?? []).map((v) => v.toFixed(2)),
      ...(h.geometry.pixelSpacingMm ?? []).map((v) => v.toFixed(3)),
    ].join(' '),
];

/**
 * Splits the files of one series into stacks. A series that is one stack stays whole. Slices of other orientation or
 * size (a scout among axial slices) are set apart; several images at one position (echoes, b-values, dynamics) are told
 * apart by the first attribute, or pair of attributes, that leaves a sound stack in every part.
 *
 * @returns at least one part; parts that cannot be stacked carry their Problem
 */
export function splitSeries(headers: readonly ImageHeader[]): readonly SeriesPart[] {
  const whole = tryStack(headers, '');
  if (whole.stack !== null) return [whole];
  const planes = partition(headers, [orientationOf]);
  if (planes.length > 1) {
    const parts = planes.flatMap((plane) => splitPlane(plane.headers, ''));
    return parts.some((part) => part.stack !== null) ? parts.map(withOwnPlane) : [whole];
  }
  return splitPlane(headers, '');
}

function splitPlane(headers: readonly ImageHeader[], distinction: string): readonly SeriesPart[] {
  const whole = tryStack(headers, distinction);
  if (whole.problem?.code !== 'series/repeated-slice') return [whole];
  for (const keys of candidateKeys()) {
    const groups = partition(headers, keys);
    if (groups.length < 2) continue;
    const parts = groups.map((group) => tryStack(group.headers, group.distinction));
    if (parts.every((part) => part.stack !== null)) return parts;
  }
  return [whole];
}

function* candidateKeys(): Generator<readonly Discriminator[]> {
  for (const one of discriminators) yield [one];
  for (const [k, one] of discriminators.entries()) for (const two of discriminators.slice(k + 1)) yield [one, two];
}

function partition(
  headers: readonly ImageHeader[],
  keys: readonly Discriminator[],
): readonly { readonly headers: readonly ImageHeader[]; readonly distinction: string }[] {
  const groups = new Map<string, ImageHeader[]>();
  for (const header of headers) {
    const distinction = keys.map(([keyword, valueOf]) => `${keyword} ${valueOf(header) || 'absent'}`).join(', ');
    const group = groups.get(distinction);
    if (group === undefined) groups.set(distinction, [header]);
    else group.push(header);
  }
  return [...groups].map(([distinction, members]) => ({ headers: members, distinction }));
}

function tryStack(headers: readonly ImageHeader[], distinction: string): SeriesPart {
  try {
    const stack = stackSlices(headers);
    return { headers: stack.order.map((k) => headers[k] as ImageHeader), distinction, stack, problem: null };
  } catch (error) {
    if (error instanceof ExpectedError) return { headers, distinction, stack: null, problem: error.problem };
    throw error;
  }
}

function withOwnPlane(part: SeriesPart): SeriesPart {
  const first = part.headers[0];
  if (first === undefined) return part;
  const plane = `plane ${orientationOf[1](first)}`;
  return { ...part, distinction: part.distinction === '' ? plane : `${plane}, ${part.distinction}` };
}

function text(value: number | null): string {
  return value === null ? '' : String(value);
}
