import { beforeAll, describe, expect, it } from 'vitest';
import { isotropicGrid, voxelCount } from '../../../../electron/core/base/grid.ts';
import { displace, type Cavity, type Displacement } from '../../../../electron/worker/demo/mass-effect.ts';
import { pauseWith } from '../../../../electron/worker/demo/pause.ts';

const recipe = {
  spacingMm: 4,
  coreStrain: 0.85,
  oedemaStrain: 0.3,
  tissueReachMm: 100,
  fluidReachMm: 9,
  largestMm: 8,
  sweeps: 80,
};
const side = 29;
const grid = isotropicGrid([0, 0, 0], [side, side, side], 4);
const pause = pauseWith(undefined, undefined);
const radiusMm = (n: number): number => {
  const at = (k: number): number => 4 * (k - (side - 1) / 2);
  return Math.hypot(at(n % side), at(Math.floor(n / side) % side), at(Math.floor(n / side ** 2)));
};

/** A ball of tissue of 44 mm radius under 6 mm of fluid inside a skull, with a ball of tumour of 15 mm radius in its middle. */
function pushed(strength: number, patience = 1): Promise<Displacement> {
  const inside = Uint8Array.from({ length: voxelCount(grid) }, (_, n) => (radiusMm(n) < 50 ? 1 : 0));
  const reachMm = (n: number): number => (radiusMm(n) < 44 ? recipe.tissueReachMm : recipe.fluidReachMm);
  const yielding = Float32Array.from(inside, (value, n) => value / reachMm(n) ** 2);
  const cavity: Cavity = { grid, inside, yielding };
  const core = Float32Array.from(inside, (_, n) => (radiusMm(n) < 15 ? strength : 0));
  const none = new Float32Array(core.length);
  const state = { proliferating: core, invading: none, necrotic: none, oedema: none };
  return displace(cavity, { grid, state }, { ...recipe, sweeps: patience * recipe.sweeps }, pause);
}

describe('displace', () => {
  let push: Displacement;
  beforeAll(async () => {
    push = await pushed(1);
  });
  const size = (n: number): number => Math.hypot(push.x[n] as number, push.y[n] as number, push.z[n] as number);

  it('pushes away from the tumour', () => {
    const middle = (side - 1) / 2;
    const right = middle - 5 + side * (middle + side * middle);
    const left = middle + 5 + side * (middle + side * middle);
    expect(push.x[right]).toBeLessThan(-1);
    expect(push.x[left]).toBeGreaterThan(1);
  });

  it('pushes alike to all six sides of a tumour in the middle', () => {
    const centre = (side ** 3 - 1) / 2;
    const sides = [
      [push.x, 1],
      [push.y, side],
      [push.z, side * side],
    ] as const;
    for (const [component, step] of sides) {
      expect(component[centre + 5 * step]).toBeCloseTo(push.x[centre + 5] as number, 4);
      expect(component[centre - 5 * step]).toBeCloseTo(-(push.x[centre + 5] as number), 4);
    }
  });

  it('has settled: four times the sweeps move nothing by a hundredth of a millimetre', async () => {
    const further = await pushed(1, 4);
    for (let n = 0; n < push.x.length; n++) {
      if (Math.abs((further.x[n] as number) - (push.x[n] as number)) > 0.01) throw new Error(`voxel ${n} still moves`);
    }
  });

  it('fades towards the skull, which stays', () => {
    const middle = (side - 1) / 2;
    const along = [5, 7, 9, 11].map((step) => size(middle + step + side * (middle + side * middle)));
    expect(along).toEqual([...along].sort((a, b) => b - a));
    const outside = Array.from(push.x.keys()).filter((n) => radiusMm(n) >= 50);
    expect(Math.max(...outside.map(size))).toBe(0);
  });

  it('never exceeds its bound, however large the tumour', async () => {
    push = await pushed(20);
    let most = 0;
    for (let n = 0; n < push.x.length; n++) most = Math.max(most, size(n));
    expect(most).toBeGreaterThan(6);
    expect(most).toBeLessThanOrEqual(recipe.largestMm + 1e-5);
  });
});
