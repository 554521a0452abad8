import { useId, type ReactNode } from 'react';
import style from './ui.module.css';

interface FieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly children: (id: string) => ReactNode;
}

/** A label, its control and a line of help. */
export function Field({ label, help, children }: FieldProps) {
  const id = useId();
  return (
    <div className={style.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help !== undefined && help !== '' && <p className={style.help}>{help}</p>}
    </div>
  );
}

interface NumberInputProps {
  readonly id: string;
  /** Null for an empty field. */
  readonly value: number | null;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit?: string;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
  /** The field was emptied; without it an emptied field keeps its value. */
  readonly onClear?: () => void;
}

/** A whole number with its unit. Values outside the limits are brought to the nearest limit when the field is left. */
export function NumberInput(props: NumberInputProps) {
  const { id, value, minimum, maximum, unit, disabled = false, onChange, onClear } = props;
  const accept = (text: string): void => {
    const asked = Math.round(Number(text));
    if (text.trim() === '') onClear?.();
    else if (Number.isFinite(asked)) onChange(Math.min(maximum, Math.max(minimum, asked)));
  };
  return (
    <span className={style.number}>
      <input
        key={value}
        id={id}
        type="number"
        inputMode="numeric"
        defaultValue={value ?? ''}
        min={minimum}
        max={maximum}
        disabled={disabled}
        onBlur={(event) => accept(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && accept(event.currentTarget.value)}
      />
      {unit !== undefined && <span className={style.unit}>{unit}</span>}
    </span>
  );
}
