import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field } from '../../ui/field.tsx';
import ui from '../../ui/ui.module.css';
import { OutlineField } from './outline-field.tsx';
import style from './simulate.module.css';

/** Optional outlines, one file per date. */
export function MaskFiles() {
  const actions = useActions();
  const timeline = useApp((data) => data.timeline);
  const masks = useApp((data) => data.form.masks);
  if (!timeline) return null;
  const given = timeline.visits.filter(({ date }) => (masks[date] ?? '') !== '').length;
  return (
    <details className={style.masks}>
      <summary>
        {strings.simulate.masks}
        <span>{given > 0 ? `${given} / ${timeline.visits.length}` : ''}</span>
      </summary>
      <OutlineField />
      <p className={ui.help}>{strings.simulate.masksHelp}</p>
      {timeline.visits.map(({ date }) => (
        <Field key={date} label={strings.simulate.maskOf(date)}>
          {(id) => (
            <input
              id={id}
              className={ui.text}
              type="text"
              spellCheck={false}
              autoComplete="off"
              placeholder={strings.simulate.maskHint}
              value={masks[date] ?? ''}
              onChange={(event) => actions.setMask(date, event.target.value)}
            />
          )}
        </Field>
      ))}
    </details>
  );
}
