/**
 * Share of the standard normal distribution beyond z on one side, 0..0.5 for z >= 0. Power series near the middle, continued
 * fraction in the tail; good to about 1e-14.
 *
 * @see Abramowitz and Stegun 1964, 26.2.11 and 26.2.14
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let k = 120; k >= 1; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let [term, sum] = [z, z];
  for (let k = 1; k < 120; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return 0.5 - density * sum;
}
