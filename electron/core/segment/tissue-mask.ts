import type { Mask, Volume } from '../base/volume.ts';
import { smoothField } from '../register/smooth-field.ts';
import type { HeadSequence } from './brain-mask.ts';
import { flattenBrightness } from './flatten-brightness.ts';
import { largestComponent } from './components.ts';
import { unite } from './morphology.ts';
import { otsuThreshold } from './otsu-threshold.ts';

/** Where fluid ends and tissue begins, as multiples of normal tissue, may not be put outside of this range. */
const edgeRange: Readonly<Record<HeadSequence, readonly [number, number]>> = {
  T1: [0.55, 0.8],
  T1c: [0.55, 0.8],
  FLAIR: [0.45, 0.8],
  T2: [1.35, 2.2],
  PD: [1.1, 1.5],
};

/** Darker than this, as a multiple of normal tissue, is bone or air that the mask took in. */
const boneBelow = 0.4;

/**
 * Brain parenchyma, where a tumour can live: the brain mask without ventricles and sulcal fluid, and the lesion whatever its
 * brightness. Fluid is dark on T1, T1c and FLAIR and bright on T2 and PD; the edge is the one that splits the brain's grey
 * values best.
 *
 * @param volume on the brain's grid
 * @param lesion whole abnormality, on the same grid; null when there is none
 */
export function tissueMask(volume: Volume, sequence: HeadSequence, brain: Mask, lesion: Mask | null): Mask {
  const flat = { grid: volume.grid, data: flattenBrightness(volume, brain) };
  const brightness = smoothField(flat, [0.5, 0.5, 0.5]);
  const fluidIsBright = sequence === 'T2' || sequence === 'PD';
  const [least, most] = edgeRange[sequence];
  const range: readonly [number, number] = fluidIsBright ? [0.6, 3] : [0, 1.4];
  const edge = Math.min(most, Math.max(least, otsuThreshold(brightness, brain.data, range)));
  const [above, below] = fluidIsBright ? [boneBelow, edge] : [edge, Infinity];
  const tissue = new Uint8Array(brain.data.length);
  for (let v = 0; v < tissue.length; v++) {
    const value = brightness[v] as number;
    tissue[v] = brain.data[v] !== 0 && value > above && value < below ? 1 : 0;
  }
  // Sheets of dura and scalp beyond the fluid are not joined to the brain.
  const joined = largestComponent({ grid: brain.grid, data: tissue }, 6);
  return lesion === null ? joined : unite(joined, lesion);
}
