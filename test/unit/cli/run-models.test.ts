import { describe, expect, it } from 'vitest';
import type { Handlers } from '../../../electron/worker/handlers.ts';
import { longview } from '../../fixtures/cli-host.ts';

describe('longview models', () => {
  const sequences = [
    { sequence: 'T1c', required: true },
    { sequence: 'FLAIR', required: false },
  ];
  const manifest = {
    id: 'm1',
    kind: 'course',
    version: '1',
    title: 'One',
    licence: 'MIT',
    sequences,
    trainedRanges: {},
  };
  const listing: Partial<Handlers> = {
    'models.list': async () =>
      ({ models: [{ manifest, sha256: 'ab', card: '# Card of m1\n\nLoses here.\n' }] }) as never,
  };

  it('lists the models, explains the brackets and says how to read a card', async () => {
    const { code, out } = await longview(['models'], listing);
    expect(code).toBe(0);
    expect(out).toMatch(/m1 .*course .*T1c \[FLAIR\]/);
    expect(out).toMatch(/brackets: the model uses it where it is there/);
    expect(out).toContain('longview models ID');
  });

  it('prints the card of one', async () => {
    const { code, out } = await longview(['models', 'm1'], listing);
    expect(code).toBe(0);
    expect(out).toBe('# Card of m1\n\nLoses here.');
    const json = await longview(['models', 'm1', '--json'], listing);
    expect(JSON.parse(json.out)).toMatchObject({ manifest: { id: 'm1' }, card: '# Card of m1\n\nLoses here.\n' });
  });

  it('refuses one that is not here and names those that are', async () => {
    const { code, notes } = await longview(['models', 'm2'], listing);
    expect(code).toBe(3);
    expect(notes).toMatch(/m1[^]*\[model\/unknown\]/);
  });
});
