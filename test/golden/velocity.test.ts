import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isotropicGrid } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import { integrateVelocity, jacobianDeterminant } from '../../electron/core/register/deform/displacement-field.ts';
import { volumeOf } from '../fixtures/volumes.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly size: Vec3;
    readonly voxelsPerYear: number;
    readonly years: number;
    readonly index: readonly number[];
    /** Displacements of those voxels along columns, rows and slices. */
    readonly along: readonly (readonly number[])[];
    readonly jacobian: readonly number[];
  }[];
}

const { cases } = JSON.parse(readFileSync(new URL('velocity.json', import.meta.url), 'utf8')) as Golden;

describe.each(cases)('a velocity, $name', ({ size, voxelsPerYear, years, index, along, jacobian }) => {
  const grid = isotropicGrid([0, 0, 0], size, 2);
  const part = (value: (i: number, j: number, k: number) => number): Float32Array =>
    volumeOf(grid, (i, j, k) => voxelsPerYear * value(i, j, k)).data;
  /** The formula of make_velocity_golden.py. */
  const velocity = {
    grid,
    along: [
      part((i, j) => Math.cos(0.45 * i - 0.3 * j)),
      part((_, j, k) => Math.sin(0.6 * j + 0.2 * k)),
      part((i, _, k) => Math.sin(0.5 * k) * Math.cos(0.4 * i)),
    ] as const,
  };
  const displacement = integrateVelocity(velocity, years);

  it("leads where the training's twin goes", () => {
    displacement.along.forEach((found, axis) => {
      index.forEach((v, n) => expect(found[v]).toBeCloseTo(along[axis]?.[n] ?? NaN, 4));
    });
  });

  it('changes volumes as there', () => {
    const found = jacobianDeterminant(displacement);
    index.forEach((v, n) => expect(found[v]).toBeCloseTo(jacobian[n] ?? NaN, 4));
  });
});
