import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Relative asset paths: the same files are served by the browser host and by Electron's app:// scheme.
export default defineConfig({
  root: from('../renderer/app'),
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: from('../dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // Cornerstone and vtk.js are one megabyte by nature; the page is loaded from the same machine.
    chunkSizeWarningLimit: 4000,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
