import { z } from 'zod';

/** Kinds of image that Longview tells apart; `other` is shown but not forecast. */
export const sequenceSchema = z.enum(['T1', 'T1c', 'T2', 'FLAIR', 'PD', 'DWI', 'ADC', 'SWI', 'CT', 'PET', 'other']);

/** One kind of image, for example 'T1c' (T1-weighted after contrast) or 'FLAIR'. */
export type Sequence = z.infer<typeof sequenceSchema>;
