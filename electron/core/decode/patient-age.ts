import type { ImageHeader } from './image-header.ts';

const unitsPerYear: Readonly<Record<string, number>> = { Y: 1, M: 12, W: 365.25 / 7, D: 365.25 };
const oldest = 120;

/**
 * Age on the day of the study in whole years, as the header says it, else from the date of birth.
 *
 * @returns null where it says nothing, or nothing that can be: no years at all are what removed ages leave
 * @see DICOM PS3.5 6.2, AS
 */
export function ageOnStudyDay({
  patientAge,
  patientBirthDate,
  studyDate,
}: Pick<ImageHeader, 'patientAge' | 'patientBirthDate' | 'studyDate'>): number | null {
  const years = agedYears(patientAge) ?? yearsBetween(patientBirthDate, studyDate);
  return years !== null && years > 0 && years <= oldest ? years : null;
}

function agedYears(text: string): number | null {
  const match = /^(\d{3})([DWMY])$/.exec(text);
  if (match === null) return null;
  const years = Math.floor(Number(match[1]) / (unitsPerYear[match[2] ?? ''] ?? NaN));
  return years > 0 ? years : null;
}

/** Birthdays between two ISO dates. */
function yearsBetween(birth: string | null, day: string | null): number | null {
  if (birth === null || day === null) return null;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
