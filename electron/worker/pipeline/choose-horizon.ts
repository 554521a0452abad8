import type { Warning } from '../../core/base/warning.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import type { PreparedForecast } from './prepare-visits.ts';

/** Days from the last visit to the forecast, and what there is to say about them. */
export interface HorizonChoice {
  readonly days: number;
  readonly warnings: readonly Warning[];
}

/** With a held-out follow-up the horizon is the real interval: any other day would be compared with the wrong truth. */
export function chooseHorizon(request: ForecastRequest, prepared: PreparedForecast): HorizonChoice {
  const asked = request.horizonDays ?? null;
  const { baseline, followUp } = prepared;
  if (followUp) {
    const days = followUp.visit.day - baseline.visit.day;
    const replaced = asked !== null && asked !== days;
    const warning: Warning = { code: 'simulate/horizon-from-follow-up', askedDays: asked ?? days, usedDays: days };
    return { days, warnings: replaced ? [warning] : [] };
  }
  if (asked === null) throw new Error('the request schema lets no forecast without a horizon through');
  return { days: asked, warnings: [] };
}
