import { ExpectedError } from '../base/expected-error.ts';
import type { NamedTensors } from '../base/tensor.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import { forecastSequences, type ForecastSequence } from './forecast-types.ts';
import type { ModelDescription } from './model-description.ts';
import { treatmentConditions, type TreatmentOnModelGrid } from './treatment.ts';
import type { ModelImages, ModelVisit } from './visit-on-model-grid.ts';

/** What the model is told, on the model grid. */
export interface ModelSituation {
  readonly last: ModelVisit;
  readonly previous: ModelVisit | null;
  /** The visit before the previous one: its outlines alone. */
  readonly earlier: Outlines | null;
  /** The linear extrapolation at the horizon. */
  readonly extrapolated: Outlines;
  /** The fitted growth model at the horizon. */
  readonly fitted: Outlines;
  /** Share of tissue per voxel, 0..1. */
  readonly tissue: Float32Array;
  readonly treatment: TreatmentOnModelGrid;
  readonly horizonDays: number;
  /** From the previous visit to the last; 0 without one. */
  readonly intervalDays: number;
  /** From the earlier visit to the last; 0 without one. */
  readonly earlierIntervalDays: number;
  readonly ageYears: number | null;
}

/** What `volume` counts a dose in, Gy: the usual prescription. */
const doseUnitGy = 60;

/**
 * Encoder inputs `volume` [1, channels, D, H, W] and `conditions` [1, K], laid out by the names in the manifest.
 *
 * @throws ExpectedError 'model/bad-manifest' for a channel or condition that nobody can fill
 */
export function buildInput(situation: ModelSituation, model: ModelDescription): NamedTensors {
  const [width, height, depth] = model.grid.size;
  const voxels = width * height * depth;
  const fields = channelFields(situation);
  const volume = new Float32Array(model.channels.length * voxels);
  model.channels.forEach((name, channel) => {
    const field = fields[name];
    if (field === undefined) throw unknownName(model, 'channel', name);
    const target = volume.subarray(channel * voxels, (channel + 1) * voxels);
    if (field.kind === 'distance') scaleDistance(field.data, model.sdfScaleMm, target);
    else if (field.data !== null) target.set(field.data);
  });
  const values = conditionValues(situation);
  const conditions = model.conditions.map((name) => {
    const value = values[name];
    if (value === undefined) throw unknownName(model, 'condition', name);
    return value;
  });
  return {
    volume: { shape: [1, model.channels.length, depth, height, width], data: volume },
    conditions: { shape: [1, conditions.length], data: Float32Array.from(conditions) },
  };
}

/** Distance in the model's units: clip(mm / scale, -1, 1); +1 everywhere where there is no region. */
export function scaleDistance(distanceMm: Float32Array | null, scaleMm: number, target: Float32Array): void {
  if (distanceMm === null) {
    target.fill(1);
    return;
  }
  for (let v = 0; v < target.length; v++) {
    const value = (distanceMm[v] as number) / scaleMm;
    target[v] = value < -1 ? -1 : value > 1 ? 1 : value;
  }
}

interface ChannelField {
  readonly kind: 'distance' | 'value';
  readonly data: Float32Array | null;
}

type ChannelFields = Readonly<Record<string, ChannelField>>;

const value = (data: Float32Array | undefined | null): ChannelField => ({ kind: 'value', data: data ?? null });
const distance = (data: Float32Array | undefined | null): ChannelField => ({ kind: 'distance', data: data ?? null });

/** What channels call each kind of image. */
const imageNames: Readonly<Record<ForecastSequence, string>> = { T1: 't1', T1c: 't1c', T2: 't2', FLAIR: 'flair' };

/** Every channel that some model may ask for, by its name: what is seen, then when or whose it is. */
function channelFields(situation: ModelSituation): ChannelFields {
  const { last, previous, earlier, extrapolated, fitted, tissue, treatment } = situation;
  return {
    ...images('Last', last.images),
    ...images('Previous', previous?.images ?? {}),
    ...outlines('Last', last),
    ...outlines('Previous', previous),
    ...outlines('Earlier', earlier),
    ...outlines('Extrapolated', extrapolated),
    ...outlines('Fitted', fitted),
    tissue: value(tissue),
    dose: value(treatment.doseGy?.map((gray) => gray / doseUnitGy)),
  };
}

function images(when: string, seen: ModelImages): ChannelFields {
  const named = forecastSequences.map((sequence) => [imageNames[sequence] + when, value(seen[sequence]?.normalised)]);
  return Object.fromEntries(named) as ChannelFields;
}

function outlines(when: string, seen: Outlines | null): ChannelFields {
  return { [`coreSdf${when}`]: distance(seen?.coreMm), [`oedemaSdf${when}`]: distance(seen?.oedemaMm) };
}

/** Every condition that some model may ask for, by its name. */
function conditionValues(situation: ModelSituation): Readonly<Record<string, number>> {
  const { last, previous, earlier, treatment, horizonDays, ageYears } = situation;
  const flag = (known: unknown): number => (known === null || known === undefined ? 0 : 1);
  return {
    horizonYears: horizonDays / 365,
    intervalYears: situation.intervalDays / 365,
    earlierIntervalYears: situation.earlierIntervalDays / 365,
    hasPrevious: flag(previous),
    hasEarlier: flag(earlier),
    hasT1: flag(last.images.T1),
    hasT1c: flag(last.images.T1c),
    hasT2: flag(last.images.T2),
    hasFlair: flag(last.images.FLAIR),
    hasOedema: flag(last.oedemaMm),
    age: (ageYears ?? 0) / 100,
    hasAge: flag(ageYears),
    ...treatmentConditions(treatment, horizonDays),
  };
}

function unknownName(model: ModelDescription, kind: string, name: string): ExpectedError {
  return new ExpectedError({ code: 'model/bad-manifest', id: model.id, reason: `unknown ${kind} "${name}"` });
}
