import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import type { Grid } from '../../electron/core/base/grid.ts';
import type { Mask, Volume } from '../../electron/core/base/volume.ts';
import { dice } from '../../electron/core/verify/dice.ts';
import { growthRegionDice, skillOverPersistence } from '../../electron/core/verify/growth-region.ts';
import { jaccard } from '../../electron/core/verify/jaccard.ts';
import { nmse } from '../../electron/core/verify/nmse.ts';
import { psnrDb } from '../../electron/core/verify/psnr.ts';
import { ssim } from '../../electron/core/verify/ssim.ts';
import { assdMm, hd95Mm } from '../../electron/core/verify/surface-distance.ts';
import { volumeErrorPercent } from '../../electron/core/verify/volume-error.ts';
import { ballMask, maskOf, plainGrid, volumeOf } from '../fixtures/volumes.ts';

type Ball = [number, number, number, number];

interface Golden {
  readonly image: { phases: [number, number]; strengths: [number, number]; inside: Ball; range: number };
  readonly skill: readonly (readonly [number, number, number | null])[];
  readonly cases: readonly {
    readonly name: string;
    readonly grid: { readonly size: Vec3; readonly spacingMm: Vec3 };
    readonly predicted: Ball | null;
    readonly actual: Ball | null;
    readonly baseline: Ball | null;
    readonly scores: Readonly<Record<string, number | null>>;
  }[];
}

const golden = JSON.parse(readFileSync(new URL('metrics.json', import.meta.url), 'utf8')) as Golden;

const mask = (grid: Grid, ball: Ball | null): Mask =>
  ball === null ? maskOf(grid, () => false) : ballMask(grid, [ball[0], ball[1], ball[2]], ball[3]);

const wave = (grid: Grid, phase: number, strength: number): Volume =>
  volumeOf(
    grid,
    (i, j, k) =>
      100 +
      40 * Math.sin(0.31 * i) * Math.cos(0.23 * j + 0.4 * k) +
      strength * Math.sin(2.1 * i + 1.7 * j + 1.3 * k + phase),
  );

describe('the metrics give the scores of their Python twins', () => {
  it.each(golden.cases)('$name', ({ grid: plain, scores, ...balls }) => {
    const grid = plainGrid(plain.size, plain.spacingMm);
    const [predicted, actual, baseline] = [balls.predicted, balls.actual, balls.baseline].map((b) => mask(grid, b)) as [
      Mask,
      Mask,
      Mask,
    ];
    const { phases, strengths, inside, range } = golden.image;
    const [before, after] = [wave(grid, phases[0], strengths[0]), wave(grid, phases[1], strengths[1])];
    const region = mask(grid, inside);
    const ours: Record<string, number> = {
      dice: dice(predicted, actual),
      jaccard: jaccard(predicted, actual),
      growthRegionDice: growthRegionDice(predicted, actual, baseline),
      volumeErrorPercent: volumeErrorPercent(predicted, actual),
      hd95Mm: hd95Mm(predicted, actual),
      assdMm: assdMm(predicted, actual),
      ssim: ssim(before, after, range, region),
      psnrDb: psnrDb(before, after, range, region),
      nmse: nmse(before, after, region),
    };
    for (const [name, expected] of Object.entries(scores)) {
      if (expected === null) expect(ours[name], name).toBeNaN();
      // Distances are float32 in core; the rest differs by rounding of sums only.
      else expect(ours[name], name).toBeCloseTo(expected, name.endsWith('Mm') ? 5 : 9);
    }
  });

  it('skill over persistence', () => {
    for (const [score, noChange, expected] of golden.skill) {
      if (expected === null) expect(skillOverPersistence(score, noChange)).toBeNaN();
      else expect(skillOverPersistence(score, noChange)).toBeCloseTo(expected, 12);
    }
  });
});
