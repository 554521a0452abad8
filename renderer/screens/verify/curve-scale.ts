/** A linear axis with round steps. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Pixel of a value. */
  readonly at: (value: number) => number;
}

const roundSteps = [1, 2, 5];

/**
 * An axis from `from` to `to` pixels that holds all values.
 *
 * @param mostTicks largest number of steps
 */
export function axisFor(values: readonly number[], from: number, to: number, mostTicks: number): Axis {
  const low = Math.min(0, ...values);
  const highest = Math.max(1e-6, ...values);
  const step = roundStep((highest - low) / mostTicks);
  const high = Math.ceil((highest * 1.02) / step) * step;
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step);
  return { low, high, ticks, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = roundSteps.find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}
