import react from '@vitejs/plugin-react';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Type declarations of the renderer lie in the same folder, so only what an earlier build left is removed.
const clean: Plugin = {
  name: 'remove-earlier-assets',
  apply: 'build',
  buildStart: () => rmSync(from('../dist/renderer/assets'), { recursive: true, force: true }),
};

// Relative asset paths: the same files are served by the browser host and by Electron's app:// scheme.
export default defineConfig({
  root: from('../renderer/app'),
  base: './',
  plugins: [react(), clean],
  worker: { format: 'es' },
  build: {
    outDir: from('../dist/renderer'),
    emptyOutDir: false,
    target: 'es2023',
    // Cornerstone and vtk.js are one megabyte by nature; the page is loaded from the same machine.
    chunkSizeWarningLimit: 4000,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
