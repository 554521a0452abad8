/** Treatments that a forecast can be asked about, one of them at a time. */
export const arms = ['none', 'resection', 'radiotherapy', 'temozolomide', 'radiotherapy-temozolomide'] as const;

/** What is done to the lesion from a given day on; with both together, the drug is given during radiotherapy and after it. */
export type Arm = (typeof arms)[number];

/** Whether an arm irradiates. */
export function hasRadiotherapy(arm: Arm): boolean {
  return arm === 'radiotherapy' || arm === 'radiotherapy-temozolomide';
}

/** Whether an arm gives temozolomide. */
export function hasTemozolomide(arm: Arm): boolean {
  return arm === 'temozolomide' || arm === 'radiotherapy-temozolomide';
}
