import { useState, type ReactNode } from 'react';
import { strings } from '../../app/strings.ts';
import { ChoiceBar } from '../../ui/choice-bar.tsx';
import style from './verify.module.css';

/** One of the tables of a dock. */
export interface DockTab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

interface DockProps {
  readonly title: string;
  readonly tabs: readonly DockTab[];
  /** The tab shown until another is chosen. */
  readonly first: string;
  /** The picture beside the tables, with its heading. */
  readonly picture: ReactNode;
  /** What to beware of; null leaves its column out. */
  readonly cautions: ReactNode | null;
  /** Wide tables take room from the picture. */
  readonly wide?: boolean;
}

/** Below the pictures: tables behind tabs, a picture of the numbers, and what to beware of. */
export function Dock({ title, tabs, first, picture, cautions, wide = false }: DockProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const of = (wanted: string | null): DockTab | undefined => tabs.find(({ id }) => id === wanted);
  const tab = of(chosen) ?? of(first);
  const options = tabs.map(({ id, label }) => ({ value: id, label }));
  return (
    <section className={style.dock} data-wide={wide} aria-labelledby="comparison-title">
      <div className={style.scores}>
        <div className={style.heading}>
          <h2 id="comparison-title">{title}</h2>
          {tabs.length > 1 && (
            <ChoiceBar
              label={strings.verify.tabsLabel}
              options={options}
              chosen={tab ? [tab.id] : []}
              onChoose={setChosen}
            />
          )}
        </div>
        {tab?.content}
      </div>
      <div className={style.curveColumn}>{picture}</div>
      {cautions !== null && (
        <div className={style.cautions} tabIndex={0} role="region" aria-label={strings.verify.caution}>
          <h3>{strings.verify.caution}</h3>
          {cautions}
        </div>
      )}
    </section>
  );
}
