import { useEffect, useMemo } from 'react';
import { identityAffine, applyAffine } from '../../electron/core/base/affine.ts';
import { voxelToVoxel } from '../../electron/core/base/grid.ts';
import { centreOfRegion } from '../viewport/centre-of-region.ts';
import { ColourBar } from '../viewport/colour-bar.tsx';
import { PaneGrid } from '../viewport/pane-grid.tsx';
import { focusOn } from '../viewport/view.ts';
import { firstFocus, forecastPanes, mapOf } from './panes/forecast-pictures.ts';
import { visitPanes } from './panes/visit-panes.ts';
import { strings } from './strings.ts';
import { useApp, useAppContext } from './use-app.ts';
import { ViewerBar } from './viewer-bar.tsx';
import style from './viewer.module.css';

/** The pictures with their tool bar. */
export function Viewer() {
  const { views, load } = useAppContext();
  const timeline = useApp((data) => data.timeline);
  const forecast = useApp((data) => data.forecast);
  const step = useApp((data) => data.step);
  const pictures = useApp((data) => data.pictures);
  const volumes = useApp((data) => data.seriesVolumes);
  const shown = step === 'order' ? null : forecast;
  const contents = useMemo(() => {
    if (shown) return forecastPanes(shown, pictures);
    return timeline ? visitPanes(timeline, pictures, volumes) : [];
  }, [shown, timeline, pictures, volumes]);
  const map = shown && mapOf(shown, pictures.map);
  useEffect(() => {
    const focus = forecast && firstFocus(forecast);
    if (!focus) return;
    const { region, image } = focus;
    void load(region).then((reply) => {
      const centre = reply.ok ? centreOfRegion(reply.value) : null;
      if (!centre) return;
      const voxel = applyAffine(voxelToVoxel(region.grid, image.grid, identityAffine), centre);
      views.changeAll((view) => focusOn(view, image.grid, voxel));
    });
  }, [forecast, load, views]);
  return (
    <section className={style.viewer} aria-label={strings.viewer.label}>
      <ViewerBar forecast={shown} />
      <div className={style.panes}>
        {contents.length > 0 ? (
          <PaneGrid contents={contents} views={views} load={load} />
        ) : (
          <p className={style.empty}>{strings.loading}</p>
        )}
        {map && pictures.map && <ColourBar map={map} words={strings.viewer.mapWords[pictures.map]} />}
      </div>
    </section>
  );
}
