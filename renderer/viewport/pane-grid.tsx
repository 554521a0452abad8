import { Pane } from './pane.tsx';
import type { PaneContent } from './pane-content.ts';
import type { LoadVoxels } from './pane-controller.ts';
import type { ViewStore } from './view-store.ts';
import style from './viewport.module.css';

interface PaneGridProps {
  readonly contents: readonly PaneContent[];
  readonly views: ViewStore;
  readonly load: LoadVoxels;
}

/** Panes side by side, time running from left to right. */
export function PaneGrid({ contents, views, load }: PaneGridProps) {
  return (
    <div className={style.frame}>
      <div className={style.grid} data-panes={contents.length}>
        {contents.map((content) => (
          <Pane key={content.key} content={content} views={views} load={load} />
        ))}
      </div>
    </div>
  );
}
