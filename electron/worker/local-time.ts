/** Local date and time of a moment, 'YYYY-MM-DDTHH:MM:SS'. */
export function localTime(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
