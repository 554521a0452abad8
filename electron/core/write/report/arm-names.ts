import type { Arm } from '../../base/arm.ts';

/** What a treatment is called on the page. */
export const armNames: Readonly<Record<Arm, string>> = {
  none: 'No treatment',
  resection: 'Resection',
  radiotherapy: 'Radiotherapy',
  temozolomide: 'Temozolomide',
  'radiotherapy-temozolomide': 'Radiotherapy and temozolomide',
};
