import { outliners } from '../../../electron/core/base/outliners.ts';
import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import { Field } from '../../ui/field.tsx';
import ui from '../../ui/ui.module.css';
import { ModelCard } from './model-card.tsx';

/** Who outlines the dates that have no file, and what the model that does says about itself. */
export function OutlineField() {
  const actions = useActions();
  const chosen = useApp((data) => data.form.outline);
  const segmentation = useApp((data) => data.segmentation);
  if (!segmentation) return <p className={ui.help}>{strings.simulate.noSegmentation}</p>;
  return (
    <>
      <Field label={strings.simulate.outline} help={strings.simulate.outlineHelp}>
        {(id) => (
          <select
            id={id}
            value={chosen}
            onChange={(event) =>
              actions.setForm({ outline: outliners.find((one) => one === event.target.value) ?? 'auto' })
            }
          >
            {outliners.map((outliner) => (
              <option key={outliner} value={outliner}>
                {strings.simulate.outliners[outliner]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ModelCard model={segmentation} title={strings.simulate.segmentationCard} />
    </>
  );
}
