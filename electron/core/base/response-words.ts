/** What a class of the response criteria is called; a dash where there is none. */
export function responseClassName(name: string | null): string {
  if (name === null) return '–';
  return name === 'not-measurable' ? 'not measurable' : name;
}

/**
 * The classes that sampled futures fall into, likeliest first, for example 'PD 80 %, SD 20 %'.
 *
 * @param shares 0..1 by class
 */
export function sharesInWords(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([name, share]) => `${responseClassName(name)} ${Math.round(100 * share)} %`)
    .join(', ');
}

/**
 * How many paired futures agree with their median on which of two treatments leaves less, for example 'smaller in 18 of 20'.
 *
 * @param futures difference of the volumes, first minus second, draw by draw
 */
export function agreementInWords({ median, futures }: { median: number; futures: readonly number[] }): string {
  const sign = median < 0 ? -1 : 1;
  const agreeing = futures.filter((ml) => ml * sign > 0).length;
  return `${sign < 0 ? 'smaller' : 'larger'} in ${agreeing} of ${futures.length}`;
}
