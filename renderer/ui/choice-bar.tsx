import style from './ui.module.css';

interface ChoiceBarProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** Every value that is on. */
  readonly chosen: readonly T[];
  readonly onChoose: (value: T) => void;
}

/** A row of buttons, of which some are on. */
export function ChoiceBar<T extends string>({ label, options, chosen, onChoose }: ChoiceBarProps<T>) {
  return (
    <div className={style.choices} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={chosen.includes(option.value)}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
