import type { ForecastRequest } from '../../contract/requests.ts';

/**
 * Whether the lesion had been taken out before a visit was scanned. Like in response classes, a visit on the first day of a
 * treatment lies before it: day 0, which is the default, means a resection that is planned from the last scan on.
 *
 * @param daysSinceBaseline day of the visit, counted from the last scan; negative before it
 */
export function isTakenOut({ arm, startDays }: SupposedTreatment, daysSinceBaseline: number): boolean {
  return arm === 'resection' && daysSinceBaseline > startDays;
}

type SupposedTreatment = Pick<ForecastRequest, 'arm' | 'startDays'>;

/**
 * Whether a last scan without a lesion says something: only where the lesion was seen before and was taken out since.
 *
 * @param previousVoxels size of the lesion core on the visit before; null where there is none
 */
export function isLesionGone(request: SupposedTreatment, previousVoxels: number | null): boolean {
  return isTakenOut(request, 0) && previousVoxels !== null && previousVoxels > 0;
}
