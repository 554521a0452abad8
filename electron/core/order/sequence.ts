/** Kinds of image that Longview tells apart; `other` is shown but not forecast. Twin of the contract's schema. */
export const sequences = ['T1', 'T1c', 'T2', 'FLAIR', 'PD', 'DWI', 'ADC', 'SWI', 'CT', 'PET', 'other'] as const;

/** One kind of image, for example 'T1c' (T1-weighted after contrast) or 'FLAIR'. */
export type Sequence = (typeof sequences)[number];
