import { ExpectedError } from '../base/expected-error.ts';
import type { NamedTensors } from '../base/tensor.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import type { ModelDescription } from './model-description.ts';
import type { ModelVisit } from './visit-on-model-grid.ts';

/** What the model is told, on the model grid. */
export interface ModelSituation {
  readonly last: ModelVisit;
  readonly previous: ModelVisit | null;
  /** The linear extrapolation at the horizon. */
  readonly extrapolated: Outlines;
  /** Share of tissue per voxel, 0..1. */
  readonly tissue: Float32Array;
  readonly horizonDays: number;
  /** 0 with a single visit. */
  readonly intervalDays: number;
}

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

function channelFields(situation: ModelSituation): Readonly<Record<string, ChannelField>> {
  const { last, previous, extrapolated, tissue } = situation;
  const value = (data: Float32Array | undefined | null): ChannelField => ({ kind: 'value', data: data ?? null });
  const distance = (data: Float32Array | undefined | null): ChannelField => ({ kind: 'distance', data: data ?? null });
  return {
    t1cLast: value(last.t1c?.normalised),
    flairLast: value(last.flair?.normalised),
    t1cPrevious: value(previous?.t1c?.normalised),
    flairPrevious: value(previous?.flair?.normalised),
    coreSdfLast: distance(last.coreMm),
    oedemaSdfLast: distance(last.oedemaMm),
    coreSdfPrevious: distance(previous?.coreMm),
    oedemaSdfPrevious: distance(previous?.oedemaMm),
    coreSdfExtrapolated: distance(extrapolated.coreMm),
    oedemaSdfExtrapolated: distance(extrapolated.oedemaMm),
    tissue: value(tissue),
  };
}

function conditionValues(situation: ModelSituation): Readonly<Record<string, number>> {
  const { last, previous } = situation;
  return {
    horizonYears: situation.horizonDays / 365,
    intervalYears: previous === null ? 0 : situation.intervalDays / 365,
    hasPrevious: previous === null ? 0 : 1,
    hasT1c: last.t1c === null ? 0 : 1,
    hasFlair: last.flair === null ? 0 : 1,
    hasOedema: last.oedemaMm === null ? 0 : 1,
  };
}

function unknownName(model: ModelDescription, kind: string, name: string): ExpectedError {
  return new ExpectedError({ code: 'model/bad-manifest', id: model.id, reason: `unknown ${kind} "${name}"` });
}
