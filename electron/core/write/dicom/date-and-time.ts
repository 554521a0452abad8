/**
 * Date and time as DICOM writes them.
 *
 * @param createdAt 'YYYY-MM-DDTHH:MM:SS'
 * @throws RangeError when it is anything else
 */
export function dateAndTime(createdAt: string): readonly [date: string, time: string] {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(createdAt))
    throw new RangeError('createdAt is no local date and time');
  return [createdAt.slice(0, 10).replaceAll('-', ''), createdAt.slice(11).replaceAll(':', '')];
}
