import { describeHealth } from '../describe-health.ts';
import { Refusal } from '../refusal.ts';
import type { Session } from '../session.ts';

/**
 * Checks whether forecasts can be made on this machine.
 *
 * @throws Refusal 'model/runtime-failed' when a model has no provider that reproduces its golden output
 */
export async function doctor(session: Session, { json }: { json?: boolean }): Promise<void> {
  const health = await session.ask('models.check', {});
  session.terminal.out(json ? JSON.stringify(health) : describeHealth(health));
  const ids = [...new Set(health.providers.map(({ modelId }) => modelId))];
  const trusted = (id: string): boolean =>
    health.providers.some(({ modelId, state }) => modelId === id && state === 'trusted');
  const broken = ids.find((id) => !trusted(id));
  if (broken !== undefined) {
    throw new Refusal({ code: 'model/runtime-failed', id: broken, reason: 'no provider reproduces its golden output' });
  }
}
