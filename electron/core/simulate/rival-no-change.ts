import type { ForecastInput, Rival } from './forecast-types.ts';

/** The rival that says: the lesion stays as it is. */
export function noChange({ input }: { readonly input: ForecastInput }): Rival {
  const { core, oedema, images } = input.baseline;
  return { id: 'no-change', core, oedema, images };
}
