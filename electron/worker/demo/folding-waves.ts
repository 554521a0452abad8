import { randomStream } from '../../core/base/random.ts';
import type { NoiseField } from './noise-field.ts';

/** Waves of nearly one length in random directions. */
export interface FoldingWavesOptions {
  readonly seed: number;
  readonly wavelengthMm: number;
  /** Relative spread of the wavelength. */
  readonly spread: number;
  readonly waves: number;
}

/** Cosines are looked up: a wave is exact to 0.001 and costs a fifth. */
const circleSteps = 8192;
const cosines = Float64Array.from({ length: circleSteps }, (_, step) =>
  Math.cos(((step + 0.5) / circleSteps) * 2 * Math.PI),
);

/**
 * A random function of almost one wavelength. Its zero surfaces wind like a labyrinth at nearly even distances: evaluated on the
 * surface of a brain they run as sulci do, half a wavelength apart.
 *
 * @returns function of position (LPS, millimetres) with variance near 1
 */
export function foldingWaves(options: FoldingWavesOptions): NoiseField {
  const stream = randomStream(options.seed);
  const count = options.waves;
  const table = new Float64Array(4 * count);
  for (let w = 0; w < count; w++) {
    const height = 2 * ((w + stream.uniform()) / count) - 1;
    const turn = 2 * Math.PI * stream.uniform();
    const stepsPerMm = (circleSteps / options.wavelengthMm) * (1 + options.spread * (2 * stream.uniform() - 1));
    const flat = stepsPerMm * Math.sqrt(1 - height * height);
    const start = circleSteps * stream.uniform();
    table.set([flat * Math.cos(turn), flat * Math.sin(turn), stepsPerMm * height, start], 4 * w);
  }
  const amplitude = Math.sqrt(2 / count);
  return (x, y, z) => {
    let sum = 0;
    for (let w = 0; w < 4 * count; w += 4) {
      const phase =
        (table[w] as number) * x +
        (table[w + 1] as number) * y +
        (table[w + 2] as number) * z +
        (table[w + 3] as number);
      sum += cosines[phase & (circleSteps - 1)] as number;
    }
    return amplitude * sum;
  };
}
