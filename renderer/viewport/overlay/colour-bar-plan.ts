import { mapScale, type MapScale, type PaneMap } from './map-scale.ts';

/** A colour bar, from its lower end (0 %) to its upper end (100 %). */
export interface ColourBarPlan {
  readonly stops: readonly { readonly percent: number; readonly colour: string }[];
  readonly ticks: readonly { readonly percent: number; readonly text: string }[];
}

const stepsPerSide = 12;
/** Numbers nearer to zero than this would touch its own. */
const leastGapPercent = 6;

/** The colours of a map with the values at its ends, at zero and where it begins to be drawn; null where it draws nothing at all. */
export function colourBarPlan(map: PaneMap): ColourBarPlan | null {
  const scale = mapScale(map);
  const { low, high, leastShown } = scale;
  if (!(high > low && leastShown < high)) return null;
  const percentOf = (value: number): number => (100 * (value - low)) / (high - low);
  const signed = low < 0;
  const above = colours(scale, leastShown, high);
  const below = signed ? colours(scale, low, -leastShown) : [];
  const clear = [signed ? -leastShown : low, leastShown].map((value) => ({ value, colour: 'transparent' }));
  const isApart = (100 * leastShown) / (high - low) >= leastGapPercent;
  const thresholds = isApart ? (signed ? [-leastShown, leastShown] : [leastShown]) : [];
  const values = [...new Set([low, 0, ...thresholds, high])].sort((a, b) => a - b);
  return {
    stops: [...below, ...clear, ...above].map(({ value, colour }) => ({ percent: percentOf(value), colour })),
    ticks: values.map((value) => ({ percent: percentOf(value), text: inFigures(value, signed) })),
  };
}

function colours({ colourOf }: MapScale, from: number, to: number): { value: number; colour: string }[] {
  return Array.from({ length: stepsPerSide + 1 }, (_, step) => {
    const value = from + (step / stepsPerSide) * (to - from);
    const [red, green, blue, opacity] = colourOf(value);
    return { value, colour: `rgb(${red} ${green} ${blue} / ${Number(opacity.toFixed(3))})` };
  });
}

/** Two significant digits and a true minus sign. */
function inFigures(value: number, signed: boolean): string {
  const size = String(Number(Math.abs(value).toPrecision(2)));
  if (value < 0) return `\u2212${size}`;
  return signed && value > 0 ? `+${size}` : size;
}
