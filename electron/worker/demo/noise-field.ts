import { randomStream } from '../../core/base/random.ts';

/** A smooth random function of position (LPS, millimetres), about -1 to 1. */
export type NoiseField = (x: number, y: number, z: number) => number;

const period = 32;

/**
 * Smooth random function: random values on a lattice, joined by cubics; repeats after 32 cells.
 *
 * @param seed the same seed gives the same function on every machine
 * @param cellMm distance of the lattice points, about half the wavelength
 */
export function noiseField(seed: number, cellMm: number): NoiseField {
  const stream = randomStream(seed);
  const values = new Float64Array(period ** 3);
  for (let n = 0; n < values.length; n++) values[n] = 2 * stream.uniform() - 1;
  const scale = 1 / cellMm;
  const far = 1000 * period;
  const last = period - 1;
  return (x, y, z) => {
    const u = x * scale + far;
    const v = y * scale + far;
    const w = z * scale + far;
    const i = u | 0;
    const j = v | 0;
    const k = w | 0;
    const fu = (u - i) * (u - i) * (3 - 2 * (u - i));
    const fv = (v - j) * (v - j) * (3 - 2 * (v - j));
    const fw = (w - k) * (w - k) * (3 - 2 * (w - k));
    const i0 = i & last;
    const i1 = (i + 1) & last;
    const b00 = ((j & last) << 5) + ((k & last) << 10);
    const b10 = (((j + 1) & last) << 5) + ((k & last) << 10);
    const b01 = ((j & last) << 5) + (((k + 1) & last) << 10);
    const b11 = (((j + 1) & last) << 5) + (((k + 1) & last) << 10);
    const a00 = (values[b00 + i0] as number) * (1 - fu) + (values[b00 + i1] as number) * fu;
    const a10 = (values[b10 + i0] as number) * (1 - fu) + (values[b10 + i1] as number) * fu;
    const a01 = (values[b01 + i0] as number) * (1 - fu) + (values[b01 + i1] as number) * fu;
    const a11 = (values[b11 + i0] as number) * (1 - fu) + (values[b11 + i1] as number) * fu;
    return (a00 * (1 - fv) + a10 * fv) * (1 - fw) + (a01 * (1 - fv) + a11 * fv) * fw;
  };
}
