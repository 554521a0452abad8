import type { ButtonHTMLAttributes } from 'react';
import style from './ui.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** 'main' is the one thing to do next. */
  readonly look?: 'main' | 'plain' | 'quiet';
}

/** A button. */
export function Button({ look = 'plain', className = '', ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={`${style.button} ${style[look]} ${className}`} />;
}
