/**
 * Continuous ranked probability score of sampled volumes on the log scale: mean distance to the truth less half the mean
 * distance between two different samples, so that it does not depend on how many there are. With one sample it is the
 * absolute log error. It can fall a little below 0; smaller is better.
 *
 * @param samplesMl at least one
 * @param smallestMl stands for an empty lesion, whose logarithm does not exist
 * @see Gneiting 2007, doi:10.1198/016214506000001437; Ferro 2014, doi:10.1002/qj.2270 (fair); models/common/metrics.py crps_log_volume
 */
export function crpsLogVolume(samplesMl: readonly number[], actualMl: number, smallestMl: number): number {
  const logarithm = (ml: number): number => Math.log(Math.max(ml, smallestMl));
  const samples = samplesMl.map(logarithm);
  const actual = logarithm(actualMl);
  let [miss, spread] = [0, 0];
  for (const one of samples) {
    miss += Math.abs(one - actual);
    for (const other of samples) spread += Math.abs(one - other);
  }
  const pairs = Math.max(1, samples.length * (samples.length - 1));
  return miss / samples.length - spread / (2 * pairs);
}
