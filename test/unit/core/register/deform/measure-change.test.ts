import { beforeAll, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../../../../electron/core/base/expected-error.ts';
import { isotropicGrid } from '../../../../../electron/core/base/grid.ts';
import type { Mask, Volume } from '../../../../../electron/core/base/volume.ts';
import { measureChange, softenedChange } from '../../../../../electron/core/register/deform/measure-change.ts';
import {
  integrateVelocity,
  jacobianDeterminant,
  sampleMoved,
  type VectorField,
} from '../../../../../electron/core/register/deform/displacement-field.ts';
import { headPhantom, phantomGrid, phantomMask, t1Look } from '../../../../fixtures/head-phantom.ts';
import { volumeOf } from '../../../../fixtures/volumes.ts';

const head = phantomGrid([2.5, 2.5, 2.5]);
const everything = phantomMask(head, 'brain');
/** The left half of the brain and some of the right: enough for a lesson, and half of the work. */
const brain: Mask = { grid: head, data: everything.data.map((value, v) => (v % head.size[0] < 32 ? 0 : value)) };
const pause = (): Promise<void> => Promise.resolve();

/** Shrinks a ball of 20 mm round the tumour's place, strongest in the middle. */
const centre = [52, 38, 43] as const;
/** Shrinks a ball, strongest in its middle. */
function shrinking(strength: number): VectorField {
  const part = (axis: 0 | 1 | 2): Float32Array =>
    volumeOf(head, (...place) => {
      const away = place.map((at, k) => at - (centre[k] ?? 0));
      const share = Math.exp(-((away[0] ?? 0) ** 2 + (away[1] ?? 0) ** 2 + (away[2] ?? 0) ** 2) / (2 * 5 ** 2));
      return -strength * share * (away[axis] ?? 0);
    }).data;
  return { grid: head, along: [part(0), part(1), part(2)] };
}

/** A texture that belongs to the head, as real tissue has one. */
function textured(scan: Volume): Volume {
  const wave = volumeOf(head, (i, j, k) => Math.sin(i / 1.7) * Math.cos(j / 1.9) + Math.sin(k / 1.6 + i / 5));
  return { grid: head, data: scan.data.map((value, v) => value * (1 + 0.08 * (wave.data[v] ?? 0))) };
}

const earlier = textured(headPhantom(head, t1Look));
const velocity = shrinking(0.05);
const later: Volume = { grid: head, data: sampleMoved(earlier.data, integrateVelocity(velocity, -1)) };
const imposed = jacobianDeterminant(integrateVelocity(velocity, 1)).map(Math.log);

/** Mean inside a ball round the shrinking place, and outside of a larger one. */
function means(values: Float32Array): readonly [number, number] {
  const sums = [0, 0];
  const counts = [0, 0];
  volumeOf(head, (i, j, k) => {
    const v = i + head.size[0] * (j + head.size[1] * k);
    const away = Math.hypot(i - centre[0], j - centre[1], k - centre[2]);
    const where = away < 5 ? 0 : away > 16 ? 1 : -1;
    if (where < 0 || brain.data[v] === 0) return 0;
    sums[where] = (sums[where] ?? 0) + (values[v] ?? NaN);
    counts[where] = (counts[where] ?? 0) + 1;
    return 0;
  });
  return [(sums[0] ?? NaN) / (counts[0] ?? NaN), (sums[1] ?? NaN) / (counts[1] ?? NaN)];
}

describe('change between two dates', () => {
  let found: Float32Array;
  const truth = means(imposed)[0];
  beforeAll(async () => {
    found = (await measureChange({ earlier, later, brain }, { space: 'earlier', pause })).data;
  });

  it('finds the tissue that was lost, where it was lost', () => {
    const [inside, outside] = means(found);
    expect(truth).toBeLessThan(-0.05);
    expect(inside).toBeLessThan(0.55 * truth);
    expect(inside).toBeGreaterThan(1.15 * truth);
    expect(Math.abs(outside)).toBeLessThan(0.05 * Math.abs(truth));
  });

  it('says nothing outside the brain', () => {
    const outside = found.filter((_, v) => brain.data[v] === 0);
    expect(outside.every(Number.isNaN)).toBe(true);
  });

  it('turns round when the dates are swapped', async () => {
    const swapped = await measureChange({ earlier: later, later: earlier, brain }, { space: 'later', pause });
    const worst = found.reduce((most, value, v) => {
      return Number.isNaN(value) ? most : Math.max(most, Math.abs(value + (swapped.data[v] ?? NaN)));
    }, 0);
    expect(worst).toBeLessThan(0.003);
  });

  it('is not misled by another coil and another gain', async () => {
    const coil = volumeOf(head, (i, j, k) => 3 * Math.exp(0.15 * Math.sin(i / 25) + 0.15 * Math.cos((j + k) / 30)));
    const shaded = { grid: head, data: later.data.map((value, v) => value * (coil.data[v] ?? NaN)) };
    const { data } = await measureChange({ earlier, later: shaded, brain }, { space: 'earlier', pause });
    const [inside, outside] = means(data);
    expect(Math.abs(inside - means(found)[0])).toBeLessThan(0.15 * Math.abs(truth));
    expect(Math.abs(outside)).toBeLessThan(0.1 * Math.abs(truth));
  });

  it('trusts nothing where one of the dates has a hole', async () => {
    const holed = volumeOf(head, (i, j, k) => {
      const away = Math.hypot(i - centre[0], j - centre[1] - 11, k - centre[2]);
      return away < 4 ? 0 : (later.data[i + head.size[0] * (j + head.size[1] * k)] ?? NaN);
    });
    const { data } = await measureChange({ earlier, later: holed, brain }, { space: 'earlier', pause });
    const at = (j: number): number => data[centre[0] + head.size[0] * (j + head.size[1] * centre[2])] ?? 0;
    expect(at(centre[1] + 11)).toBeNaN();
    expect(at(centre[1])).not.toBeNaN();
  });

  it('stops between two rounds', async () => {
    const stop = (): Promise<void> => Promise.reject(new ExpectedError({ code: 'job/cancelled' }));
    const stopped = measureChange({ earlier, later, brain }, { space: 'earlier', pause: stop });
    await expect(stopped).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
  });
});

describe('a measured change on a map', () => {
  const cube = isotropicGrid([0, 0, 0], [16, 16, 16], 2);
  const isKnown = (i: number): boolean => i > 3;
  const noisy = volumeOf(cube, (i, j, k) => (isKnown(i) ? 0.1 + 0.05 * ((i + j + k) % 2 === 0 ? 1 : -1) : NaN));
  const soft = softenedChange(noisy);

  it('loses its noise and keeps its level up to the edge of what is trusted', () => {
    const known = soft.data.filter((_, v) => isKnown(v % 16));
    expect(known.every((value) => Math.abs(value - 0.1) < 0.01)).toBe(true);
  });

  it('has no value where the change had none', () => {
    expect(soft.data.filter((_, v) => !isKnown(v % 16)).every(Number.isNaN)).toBe(true);
  });
});
