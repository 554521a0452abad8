import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

type Configuration = Record<string, unknown>;
interface ConfigModule {
  readonly getConfig: (root: string, path: string, options: null) => Promise<Configuration>;
  readonly validateConfiguration: (configuration: Configuration, logger: unknown) => Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
// electron-builder's own reader, reached through it because it is not a dependency of ours.
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { getConfig, validateConfiguration } = builder('app-builder-lib/out/util/config/config') as ConfigModule;
const logger = { isEnabled: false, add: (): void => undefined };

describe('electron-builder.yml', () => {
  it('is understood by electron-builder', async () => {
    const configuration = await getConfig(root, 'electron-builder.yml', null);
    await expect(validateConfiguration(configuration, logger)).resolves.toBeUndefined();
    expect(configuration).toMatchObject({ asar: true, npmRebuild: false, electronFuses: { runAsNode: false } });
  });

  it('would be refused with a word that electron-builder does not know', async () => {
    const configuration = { ...(await getConfig(root, 'electron-builder.yml', null)), installer: true };
    await expect(validateConfiguration(configuration, logger)).rejects.toThrow('installer');
  });
});
