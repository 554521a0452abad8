import type { ModelSummary } from '../../../electron/contract/api.ts';
import { strings } from '../../app/strings.ts';
import style from './simulate.module.css';

interface ModelCardProps {
  readonly model: ModelSummary;
  readonly title?: string;
}

/** What the model says about itself, before it is run. */
export function ModelCard({ model, title = strings.simulate.card }: ModelCardProps) {
  return (
    <details className={style.card}>
      <summary>{title}</summary>
      <p>{model.manifest.intendedUse}</p>
      <pre tabIndex={0}>{model.card}</pre>
    </details>
  );
}
