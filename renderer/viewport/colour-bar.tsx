import { colourBarPlan } from './overlay/colour-bar-plan.ts';
import type { PaneMap } from './overlay/map-scale.ts';
import style from './viewport.module.css';

interface ColourBarProps {
  readonly map: PaneMap;
  /** What the colours mean. */
  readonly words: string;
}

/** The colours of a map beside the pictures, with numbers and unit; nothing where the map draws nothing. */
export function ColourBar({ map, words }: ColourBarProps) {
  const plan = colourBarPlan(map);
  if (!plan) return null;
  const { stops, ticks } = plan;
  const gradient = stops.map(({ percent, colour }) => `${colour} ${percent}%`).join(', ');
  const figures = ticks.map(({ text }) => text).join(', ');
  return (
    <figure className={style.colourBar} data-colours={map.kind} aria-label={`${words}; ${map.unit}: ${figures}`}>
      <figcaption>{words}</figcaption>
      <p>{map.unit}</p>
      <div className={style.colours}>
        <span style={{ backgroundImage: `linear-gradient(to top, ${gradient})` }} />
        {ticks.map(({ percent, text }) => (
          <small key={percent} style={{ bottom: `${percent}%` }}>
            {text}
          </small>
        ))}
      </div>
    </figure>
  );
}
