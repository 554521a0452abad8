/** 97.5 % quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * Wilson's 95 % interval of a proportion.
 *
 * @param total > 0
 * @see Wilson 1927, doi:10.1080/01621459.1927.10502953; models/common/metrics.py wilson_interval
 */
export function wilsonInterval95(hits: number, total: number): readonly [number, number] {
  const share = hits / total;
  const scale = 1 + (z * z) / total;
  const centre = (share + (z * z) / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return [centre - half, centre + half];
}
