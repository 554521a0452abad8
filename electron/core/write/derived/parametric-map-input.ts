import type { Mask, Volume } from '../../base/volume.ts';
import type { DerivedInput } from './derived-input.ts';

/** What a map can hold: change of the volume of the tissue in a voxel, negative for a loss; in % a year or in %. */
export type MapQuantity = 'volume-change-per-year' | 'volume-change';

/** What a parametric map is made from. */
export interface ParametricMapInput extends DerivedInput {
  /** Values in the quantity's unit, on any grid in the reference's frame of reference. */
  readonly map: Volume;
  /** Where the values mean something, within the brain: a map shows no face. On the map's grid. */
  readonly trusted: Mask;
  readonly quantity: MapQuantity;
  /** Days between the two dates that the change is seen over; null where nobody knows. */
  readonly intervalDays: number | null;
  /** A viewer first shows the values from minus this to plus this, so that maps of a patient look alike. */
  readonly displayLimit: number;
}
