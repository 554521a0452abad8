import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectBridge } from '../bridge/bridge.ts';
import { VoxelCache } from '../bridge/voxel-cache.ts';
import { forgetSliceImages } from '../viewport/slice-images.ts';
import { createViewStore } from '../viewport/view-store.ts';
import { Shell } from './shell.tsx';
import { createAppStore } from './store/create-store.ts';
import { AppContextHolder } from './use-app.ts';
import './theme.css';

/** Voxels that the window keeps; older volumes are fetched again when they are shown again. */
const voxelBudgetBytes = 1.5e9;

const bridge = connectBridge();
const store = createAppStore(bridge, () => Date.now());
const views = createViewStore();
const voxels = new VoxelCache((reference) => bridge.loadVoxels(reference), voxelBudgetBytes);

store.subscribe((state, before) => {
  if (state.index !== before.index && state.index === null) {
    voxels.clear();
    forgetSliceImages();
  }
});
void store.actions.start();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <AppContextHolder.Provider value={{ store, views, load: voxels.load }}>
      <Shell />
    </AppContextHolder.Provider>
  </StrictMode>,
);
