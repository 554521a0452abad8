import type { StoreApi } from 'zustand/vanilla';
import type { ForecastAnswer } from '../../../electron/contract/api.ts';
import type { MapKind } from '../../viewport/overlay/map-pixels.ts';
import { forecastRequest, formFor } from './forecast-form.ts';
import type { FieldValue } from './model-fields.ts';
import type { Runner } from './run-call.ts';
import type { AppData, ForecastForm } from './state.ts';

/** Forecasting and exporting. */
export interface ForecastActions {
  readonly setForm: (change: Partial<ForecastForm>) => void;
  /** Sets one field of the model's own form; null empties an optional one. */
  readonly setField: (id: string, value: FieldValue | null) => void;
  readonly setMask: (date: string, file: string) => void;
  readonly runForecast: () => Promise<void>;
  readonly exportTo: (path: string) => Promise<void>;
}

/** The actions of the screens simulate and write. */
export function createForecastActions(store: StoreApi<AppData>, runner: Runner): ForecastActions {
  const setForm = (change: Partial<ForecastForm>): void =>
    store.setState(({ form, models }) => ({ form: formFor(models, { ...form, ...change }) }));
  return {
    setForm,
    setField: (id, value) => {
      const others = Object.entries(store.getState().form.fields).filter(([name]) => name !== id);
      setForm({ fields: Object.fromEntries(value === null ? others : [...others, [id, value]]) });
    },
    setMask: (date, file) => setForm({ masks: { ...store.getState().form.masks, [date]: file } }),
    runForecast: async () => {
      const { form, timeline, index, overrides } = store.getState();
      if (!timeline || !index) return;
      const request = forecastRequest(form, timeline, index.path, overrides);
      const forecast = await runner.work('simulate', 'forecast.run', request);
      if (!forecast || store.getState().timeline !== timeline) return;
      store.setState(({ pictures }) => ({
        forecast,
        exported: null,
        step: form.holdOut ? 'verify' : 'simulate',
        pictures: {
          ...pictures,
          sequence: forecast.primarySequence,
          panes: ['baseline', 'predicted', 'actual'],
          map: mapFor(forecast, pictures.map),
          method: forecast.report.methods[0]?.id ?? form.model,
        },
      }));
    },
    exportTo: async (path) => {
      const { forecast } = store.getState();
      if (!forecast) return;
      const exported = await runner.work('write', 'forecast.export', { forecastId: forecast.forecastId, path });
      if (exported) store.setState({ exported });
    },
  };
}

/** The map to begin with: the effect where two treatments were compared, else the one that was shown, if it is there. */
function mapFor({ effect, influence }: ForecastAnswer, before: MapKind | null): MapKind | null {
  if (effect) return 'effect';
  return before === 'probability' || (before === 'influence' && influence) ? before : null;
}
