import { useEffect, useMemo } from 'react';
import { centreOfMask } from '../viewport/centre-of-mask.ts';
import { PaneGrid } from '../viewport/pane-grid.tsx';
import { focusOn } from '../viewport/view.ts';
import { forecastPanes, visitPanes } from './pane-contents.ts';
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
  const showForecast = forecast !== null && step !== 'order';
  const contents = useMemo(() => {
    if (showForecast && forecast) return forecastPanes(forecast, pictures);
    return timeline ? visitPanes(timeline, pictures, volumes) : [];
  }, [showForecast, forecast, timeline, pictures, volumes]);
  useEffect(() => {
    const core = forecast?.masks.find(({ role, region }) => role === 'predicted' && region === 'core');
    if (!core) return;
    void load(core.volume).then((reply) => {
      const centre = reply.ok ? centreOfMask(reply.value) : null;
      if (centre) views.changeAll((view) => focusOn(view, core.volume.grid, centre));
    });
  }, [forecast, load, views]);
  return (
    <section className={style.viewer} aria-label={strings.viewer.label}>
      <ViewerBar forecast={showForecast ? forecast : null} />
      <div className={style.panes}>
        {contents.length > 0 ? (
          <PaneGrid contents={contents} views={views} load={load} />
        ) : (
          <p className={style.empty}>{strings.loading}</p>
        )}
      </div>
    </section>
  );
}
