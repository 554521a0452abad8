/** Who can be asked to outline lesions: the segmentation model, rules of brightness and shape, or the better of the two. */
export const outliners = ['auto', 'model', 'rules'] as const;

/** Who is to outline lesions. */
export type OutlinerChoice = (typeof outliners)[number];
