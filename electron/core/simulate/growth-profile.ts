/**
 * Cell density at the edge of the enhancing core and of the FLAIR abnormality.
 *
 * @see Swanson et al., Br J Cancer 98:113 (2008): about 0.8 and 0.16; the middle of the ranges that our simulator draws from
 */
export const visibleDensity = { core: 0.65, oedema: 0.2 } as const;

/** Below this density the tail of the front falls off twice as fast (the foot of a Fisher wave). */
const footDensity = 0.05;
const highestLogOdds = 6;
const lowestLogOdds = -12;

/** Log-odds of a density, the scale on which a front moves without changing its shape. */
export function logOdds(density: number): number {
  const value = Math.log(density / (1 - density));
  return value > highestLogOdds ? highestLogOdds : value > lowestLogOdds ? value : lowestLogOdds;
}

/** Log-odds at the two visible edges. */
export const edgeLogOdds = { core: logOdds(visibleDensity.core), oedema: logOdds(visibleDensity.oedema) } as const;

/** Distance between the two visible edges of a steady front, in units of sqrt(D / rho). */
export const edgeGapInWidths = 2 * (edgeLogOdds.core - edgeLogOdds.oedema);

/**
 * Density that shows exactly the given outlines: log-odds are straight between the two edges and fall off outside like the
 * front of a Fisher wave (slope 1 / (2 width), at its foot 1 / width).
 *
 * @param coreMm signed distance to the core's edge, negative inside
 * @param oedemaMm signed distance to the whole abnormality's edge; null when it was not seen
 * @param widthMm sqrt(D / rho)
 * @returns log-odds between -12 and 6
 */
export function profileLogOdds(coreMm: number, oedemaMm: number | null, widthMm: number): number {
  if (coreMm < 0) return Math.min(highestLogOdds, edgeLogOdds.core - coreMm / (2 * widthMm));
  if (oedemaMm === null) return foot(edgeLogOdds.core, coreMm, widthMm);
  if (oedemaMm >= 0) return foot(edgeLogOdds.oedema, oedemaMm, widthMm);
  return edgeLogOdds.core + (coreMm / (coreMm - oedemaMm)) * (edgeLogOdds.oedema - edgeLogOdds.core);
}

function foot(edge: number, distanceMm: number, widthMm: number): number {
  const bend = logOdds(footDensity);
  const straight = edge - distanceMm / (2 * widthMm);
  const value = straight > bend ? straight : bend - (distanceMm - 2 * widthMm * (edge - bend)) / widthMm;
  return Math.max(lowestLogOdds, value);
}

/** Density of given log-odds; exactly 0 at the lowest. */
export function densityOf(logOddsValue: number): number {
  return logOddsValue <= lowestLogOdds ? 0 : 1 / (1 + Math.exp(-logOddsValue));
}
