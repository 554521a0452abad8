import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// A sandboxed preload is one CommonJS file that may require nothing but electron.
export default defineConfig({
  root: from('..'),
  publicDir: false,
  build: {
    outDir: from('../dist/preload'),
    emptyOutDir: true,
    target: 'es2023',
    minify: false,
    lib: { entry: from('../electron/preload/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
  },
});
