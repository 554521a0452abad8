import type { ForecastAnswer } from '../../electron/contract/api.ts';
import { methodName } from '../../electron/core/base/method-words.ts';
import { strings } from './strings.ts';
import { useApp } from './use-app.ts';
import style from './viewer.module.css';

/** What the outlines over a lesion's pictures are. */
export function OutlineLegend({ answer }: { readonly answer: ForecastAnswer }) {
  const { map, method } = useApp((data) => data.pictures);
  const { report, masks } = answer;
  const own = report.model.id === method;
  const otherArm = report.comparison?.arms[1].arm;
  return (
    <span className={style.legend}>
      <span data-sample="acquired">{strings.viewer.legend.acquired}</span>
      {masks.some(({ region }) => region === 'necrosis') && (
        <span data-sample="necrosis">{strings.viewer.legend.necrosis}</span>
      )}
      <span data-sample={own ? 'synthetic' : 'rival'}>
        {own ? strings.viewer.legend.synthetic : methodName(method)}
      </span>
      {map === 'effect' && otherArm && (
        <span data-sample="otherArm">{strings.simulate.arms[otherArm].toLowerCase()}</span>
      )}
    </span>
  );
}
