import { describe, expect, it } from 'vitest';
import { newtonStep, type Components } from '../../../../../electron/core/register/deform/newton-step.ts';
import type { Vec3 } from '../../../../../electron/core/base/vector.ts';

const size: Vec3 = [5, 4, 3];
const count = size[0] * size[1] * size[2];
const wave = (frequency: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, v) => Math.sin(frequency * v + phase));
const nothing = (): Components => [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
const slopes: Components = [wave(0.9, 0), wave(1.3, 1), wave(0.4, 2)];
const residual = wave(0.7, 0.5);

/** Squared residual of a changed velocity plus its stiffness, computed straight from the definition. */
function energy(velocity: Components, stretching: number, bending: number): number {
  const second = velocity.map((part) => negativeLaplacian(part));
  let sum = 0;
  for (let v = 0; v < count; v++) {
    const grown = slopes.reduce(
      (left, slope, axis) => left + (slope[v] ?? 0) * (velocity[axis]?.[v] ?? 0),
      residual[v] ?? 0,
    );
    sum += grown ** 2;
    velocity.forEach((part, axis) => {
      const bent = second[axis]?.[v] ?? 0;
      sum += stretching * (part[v] ?? 0) * bent + bending * bent ** 2;
    });
  }
  return sum;
}

function negativeLaplacian(values: Float32Array): Float32Array {
  const at = (i: number, j: number, k: number): number => {
    const isIn = i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2];
    return isIn ? (values[i + size[0] * (j + size[1] * k)] ?? NaN) : 0;
  };
  return values.map((value, v) => {
    const [i, j, k] = [v % size[0], Math.floor(v / size[0]) % size[1], Math.floor(v / size[0] / size[1])];
    const around =
      at(i - 1, j, k) + at(i + 1, j, k) + at(i, j - 1, k) + at(i, j + 1, k) + at(i, j, k - 1) + at(i, j, k + 1);
    return 6 * value - around;
  });
}

describe('a round of Gauss-Newton', async () => {
  const stiffness = { stretching: 0.05, bending: 0.3 };
  const pause = (): Promise<void> => Promise.resolve();
  const step = await newtonStep({ size, residual, slopes }, nothing(), { stiffness, pause });

  it('finds the least of residual and stiffness together', () => {
    const least = energy(step, stiffness.stretching, stiffness.bending);
    expect(least).toBeLessThan(0.98 * energy(nothing(), stiffness.stretching, stiffness.bending));
    for (const seed of [1, 2, 3]) {
      const aside = step.map((part, axis) => part.map((value, v) => value + 0.02 * Math.sin(seed * v + axis)));
      expect(energy(aside as unknown as Components, stiffness.stretching, stiffness.bending)).toBeGreaterThan(least);
    }
  });

  it('changes nothing once it is there', async () => {
    const there = { size, residual: grown(step), slopes };
    const [first, second, third] = await newtonStep(there, step, { stiffness, pause });
    const longest = (part: Float32Array): number => part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const far = Math.max(...step.map(longest));
    for (const part of [first, second, third]) expect(longest(part)).toBeLessThan(0.02 * far);
  });

  it('moves less where it is stiffer', async () => {
    const hard = { stiffness: { stretching: 5, bending: 30 }, pause };
    const stiff = await newtonStep({ size, residual, slopes }, nothing(), hard);
    const length = (velocity: Components): number =>
      velocity.reduce((sum, part) => sum + part.reduce((inner, value) => inner + value * value, 0), 0);
    expect(length(stiff)).toBeLessThan(0.2 * length(step));
  });
});

/** Residual after a change of velocity, as linear as the equation has it. */
function grown(velocity: Components): Float32Array {
  return residual.map((value, v) =>
    slopes.reduce((sum, slope, axis) => sum + (slope[v] ?? 0) * (velocity[axis]?.[v] ?? 0), value),
  );
}
