import { defineConfig } from 'vitest/config';

// Factor on every wait, for machines that are busy with other work.
const patience = Number(process.env['LONGVIEW_PATIENCE'] ?? 1);

// One browser at a time: software WebGL on two cores is slow enough alone.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    testTimeout: 600_000 * patience,
    hookTimeout: 600_000 * patience,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    reporters: ['default'],
  },
});
