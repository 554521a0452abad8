import type { Warning } from '../../base/warning.ts';
import type { AtrophySupposition } from './forecast-atrophy.ts';

/** A warning for every condition that the model was not told; healthy ageing has no years of disease. */
export function untoldWarnings({
  course,
  ageYears,
  yearsOfDisease,
}: Pick<AtrophySupposition, 'course' | 'ageYears' | 'yearsOfDisease'>): Warning[] {
  const warnings: Warning[] = [];
  if (course === null) warnings.push({ code: 'simulate/course-unknown' });
  if (ageYears === null) warnings.push({ code: 'simulate/age-unknown' });
  if (yearsOfDisease === null && course !== 'healthy') warnings.push({ code: 'simulate/years-of-disease-unknown' });
  return warnings;
}
