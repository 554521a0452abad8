import { beforeAll, describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../electron/core/base/vector.ts';
import { buildAnatomy, type Anatomy } from '../../../../electron/worker/demo/anatomy.ts';
import { hemisphereDepthMm } from '../../../../electron/worker/demo/cortex.ts';
import { pauseWith } from '../../../../electron/worker/demo/pause.ts';
import { pointSampler } from '../../../../electron/worker/demo/sample-field.ts';
import { coarseDemoRecipe } from '../../../fixtures/coarse-demo.ts';

let anatomy: Anatomy;
beforeAll(async () => {
  const { anatomy: recipe, seed } = await coarseDemoRecipe();
  anatomy = await buildAnatomy(
    { ...recipe, seed, cortex: { ...recipe.cortex, seed } },
    pauseWith(undefined, undefined),
  );
});

function at(field: 'white' | 'grey' | 'fluid' | 't1c' | 'flair', ...point: Vec3): number {
  const sampler = pointSampler(anatomy.grid);
  expect(sampler.moveTo(...point)).toBe(true);
  return sampler.read(anatomy[field]);
}
const litres = (field: Float32Array): number => field.reduce((sum, value) => sum + value, 0) * 64e-6;

describe('the generated head', () => {
  it.each([
    ['frontal horn', 'fluid', [10, -32, 11]],
    ['centrum semiovale', 'white', [-28, 6, 32]],
    ['putamen', 'grey', [26, -17, 3]],
    ['thalamus', 'grey', [10, 2, 6]],
  ] as const)('has its %s', (_name, field, point) => {
    const [x, y, z] = point;
    expect(at(field, x, y, z)).toBeGreaterThan(0.6);
  });

  it('has bright fat around a dark skull around a brain, in air', () => {
    const outwards = Array.from({ length: 20 }, (_, step) => at('t1c', 60 + step, 0, 25));
    expect(Math.min(...outwards)).toBeLessThan(0.25);
    expect(Math.max(...outwards)).toBeGreaterThan(0.8);
    expect(at('t1c', -80, -110, 80)).toBe(0);
  });

  it('has amounts of tissue as adults have', () => {
    // adult brains: grey 0.5 to 0.8 l, white 0.35 to 0.65 l, fluid in the skull 0.1 to 0.45 l
    expect(litres(anatomy.grey)).toBeGreaterThan(0.4);
    expect(litres(anatomy.grey)).toBeLessThan(0.85);
    expect(litres(anatomy.white)).toBeGreaterThan(0.3);
    expect(litres(anatomy.white)).toBeLessThan(0.65);
    expect(litres(anatomy.fluid)).toBeGreaterThan(0.1);
    expect(litres(anatomy.fluid)).toBeLessThan(0.5);
  });

  it('keeps shares of a voxel between 0 and 1, together at most 1', () => {
    let most = 0;
    for (let n = 0; n < anatomy.white.length; n++) {
      const parts = [anatomy.white[n] as number, anatomy.grey[n] as number, anatomy.fluid[n] as number];
      if (Math.min(...parts) < 0) throw new Error(`negative share in voxel ${n}`);
      most = Math.max(most, (parts[0] as number) + (parts[1] as number) + (parts[2] as number));
    }
    expect(most).toBeLessThanOrEqual(1 + 1e-6);
  });

  it('orders tissues as T1 after contrast and FLAIR do', () => {
    const white = [-28, 6, 32] as const;
    const horn = [10, -32, 11] as const;
    const nucleus = [26, -17, 3] as const;
    expect(at('t1c', ...white)).toBeGreaterThan(at('t1c', ...nucleus));
    expect(at('t1c', ...nucleus)).toBeGreaterThan(at('t1c', ...horn));
    expect(at('flair', ...nucleus)).toBeGreaterThan(at('flair', ...white));
    expect(at('flair', ...white)).toBeGreaterThan(at('flair', ...horn));
  });
});

describe('hemisphereDepthMm', () => {
  it('is the same on both sides, and small at the fissure and at the outer surface', () => {
    expect(hemisphereDepthMm(20, -10, 40)).toBe(hemisphereDepthMm(-20, -10, 40));
    expect(hemisphereDepthMm(1, -10, 55)).toBeLessThan(2);
    expect(hemisphereDepthMm(30, 0, 35)).toBeGreaterThan(12);
    expect(hemisphereDepthMm(80, 0, 20)).toBeLessThan(0);
  });
});
