import { methodName } from '../../electron/core/base/method-words.ts';
import { useStore } from 'zustand';
import type { ForecastAnswer } from '../../electron/contract/api.ts';
import type { Sequence } from '../../electron/contract/sequence.ts';
import { ChoiceBar } from '../ui/choice-bar.tsx';
import { Button } from '../ui/button.tsx';
import { resetView } from '../viewport/view.ts';
import type { MapKind } from '../viewport/overlay/map-pixels.ts';
import { panesOf } from './pane-contents.ts';
import { sequencesOf } from './store/timeline-series.ts';
import { strings } from './strings.ts';
import { useActions, useApp, useAppContext } from './use-app.ts';
import style from './viewer.module.css';

/** Sequence, plane, panes, overlays and linking of the pictures. */
export function ViewerBar({ forecast }: { readonly forecast: ForecastAnswer | null }) {
  const { views } = useAppContext();
  const actions = useActions();
  const timeline = useApp((data) => data.timeline);
  const pictures = useApp((data) => data.pictures);
  const orientation = useStore(views, ({ shared }) => shared.orientation);
  const linked = useStore(views, (state) => state.linked);
  const sequences = sequencesShown(forecast, timeline ? sequencesOf(timeline) : []);
  return (
    <div className={style.bar} role="toolbar" aria-label={strings.viewer.label}>
      <ChoiceBar
        label={strings.viewer.sequence}
        options={sequences.map((value) => ({ value, label: value }))}
        chosen={pictures.sequence ? [pictures.sequence] : []}
        onChoose={(sequence) => actions.setPictures({ sequence })}
      />
      <ChoiceBar
        label={strings.viewer.plane}
        options={(['axial', 'coronal', 'sagittal'] as const).map((value) => ({
          value,
          label: strings.viewer.planes[value],
        }))}
        chosen={[orientation]}
        onChoose={views.turn}
      />
      {forecast && (
        <>
          <ChoiceBar
            label={strings.viewer.panes}
            options={panesOf(forecast, pictures.sequence).map((value) => ({
              value,
              label: strings.viewer.paneNames[value],
            }))}
            chosen={pictures.panes}
            onChoose={actions.togglePane}
          />
          <OverlayChoice />
        </>
      )}
      <span className={style.space} />
      <ChoiceBar
        label={strings.viewer.link}
        options={[{ value: 'linked', label: strings.viewer.link }]}
        chosen={linked ? ['linked'] : []}
        onChoose={() => views.setLinked(!linked)}
      />
      <Button look="quiet" title={strings.viewer.help} onClick={() => views.changeAll(resetView)}>
        {strings.viewer.reset}
      </Button>
    </div>
  );
}

function OverlayChoice() {
  const actions = useActions();
  const { outlines, map } = useApp((data) => data.pictures);
  const hasEffect = useApp((data) => (data.forecast?.effect ?? null) !== null);
  const hasInfluence = useApp((data) => (data.forecast?.influence ?? null) !== null);
  const maps: readonly MapKind[] = [
    'probability',
    ...(hasEffect ? ['effect' as const] : []),
    ...(hasInfluence ? ['influence' as const] : []),
  ];
  const chosen = [...(outlines ? ['outlines' as const] : []), ...(map ? [map] : [])];
  return (
    <>
      <ChoiceBar
        label={strings.viewer.overlays}
        options={[
          { value: 'outlines', label: strings.viewer.outlines },
          ...maps.map((value) => ({ value, label: strings.viewer.maps[value] })),
        ]}
        chosen={chosen}
        onChoose={(name) =>
          actions.setPictures(name === 'outlines' ? { outlines: !outlines } : { map: name === map ? null : name })
        }
      />
      <Legend />
    </>
  );
}

function Legend() {
  const { outlines, map, method } = useApp((data) => data.pictures);
  const necrosis = useApp((data) => data.forecast?.masks.some(({ region }) => region === 'necrosis'));
  const own = useApp((data) => data.forecast?.report.model.id === data.pictures.method);
  const otherArm = useApp((data) => data.forecast?.report.comparison?.arms[1].arm);
  return (
    <span className={style.legend}>
      {outlines && <span data-sample="acquired">{strings.viewer.legend.acquired}</span>}
      {outlines && necrosis && <span data-sample="necrosis">{strings.viewer.legend.necrosis}</span>}
      {outlines && (
        <span data-sample={own ? 'synthetic' : 'rival'}>
          {own ? strings.viewer.legend.synthetic : methodName(method)}
        </span>
      )}
      {map === 'effect' && outlines && otherArm && (
        <span data-sample="otherArm">{strings.simulate.arms[otherArm].toLowerCase()}</span>
      )}
      {map && <span data-sample={map}>{strings.viewer.legend[map]}</span>}
    </span>
  );
}

function sequencesShown(forecast: ForecastAnswer | null, ofTimeline: readonly Sequence[]): readonly Sequence[] {
  if (!forecast) return ofTimeline;
  const predicted = forecast.images.filter(({ role }) => role === 'predicted').map(({ sequence }) => sequence);
  return [...new Set(predicted)];
}
