import type { ModelSummary } from '../../../electron/contract/api.ts';
import { strings } from '../../app/strings.ts';
import style from './simulate.module.css';

/** What the model says about itself, before it is run. */
export function ModelCard({ model }: { readonly model: ModelSummary }) {
  return (
    <details className={style.card}>
      <summary>{strings.simulate.card}</summary>
      <p>{model.manifest.intendedUse}</p>
      <pre tabIndex={0}>{model.card}</pre>
    </details>
  );
}
