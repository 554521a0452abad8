import { useStore } from 'zustand';
import { ChoiceBar } from '../ui/choice-bar.tsx';
import { Button } from '../ui/button.tsx';
import { resetView } from '../viewport/view.ts';
import { OutlineLegend } from './outline-legend.tsx';
import { pictureOffer, type PictureOffer } from './panes/forecast-pictures.ts';
import type { Forecast } from './store/forecast.ts';
import { sequencesOf } from './store/timeline-series.ts';
import { strings } from './strings.ts';
import { useActions, useApp, useAppContext } from './use-app.ts';
import style from './viewer.module.css';

/** Sequence, plane, panes, overlays and linking of the pictures. */
export function ViewerBar({ forecast }: { readonly forecast: Forecast | null }) {
  const { views } = useAppContext();
  const actions = useActions();
  const timeline = useApp((data) => data.timeline);
  const pictures = useApp((data) => data.pictures);
  const orientation = useStore(views, ({ shared }) => shared.orientation);
  const linked = useStore(views, (state) => state.linked);
  const offer = forecast && pictureOffer(forecast, pictures.sequence);
  const sequences = offer?.sequences ?? (timeline ? sequencesOf(timeline) : []);
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
      {offer && (
        <>
          <ChoiceBar
            label={strings.viewer.panes}
            options={offer.panes.map((value) => ({ value, label: strings.viewer.paneNames[value] }))}
            chosen={pictures.panes}
            onChoose={actions.togglePane}
          />
          <OverlayChoice offer={offer} />
        </>
      )}
      {forecast?.kind === 'course' && pictures.outlines && <OutlineLegend answer={forecast.answer} />}
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

function OverlayChoice({ offer }: { readonly offer: PictureOffer }) {
  const actions = useActions();
  const { outlines, map } = useApp((data) => data.pictures);
  const maps = offer.maps.map((value) => ({ value, label: strings.viewer.maps[value] }));
  const shown = offer.hasOutlines ? [{ value: 'outlines' as const, label: strings.viewer.outlines }] : [];
  return (
    <ChoiceBar
      label={strings.viewer.overlays}
      options={[...shown, ...maps]}
      chosen={[...(outlines ? ['outlines' as const] : []), ...(map ? [map] : [])]}
      onChoose={(name) =>
        actions.setPictures(name === 'outlines' ? { outlines: !outlines } : { map: name === map ? null : name })
      }
    />
  );
}
