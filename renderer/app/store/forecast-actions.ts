import type { StoreApi } from 'zustand/vanilla';
import type { ExportAnswer } from '../../../electron/contract/api.ts';
import { isMapOf, paneRoles, type Forecast, type ForecastModel, type MapName, type PaneRole } from './forecast.ts';
import { chosenModel, formFor } from './forecast-form.ts';
import { atrophyRequest, courseRequest, type AskedPatient } from './forecast-request.ts';
import type { FieldValue } from './model-fields.ts';
import type { Runner } from './run-call.ts';
import type { AppData, ForecastForm, PictureChoice } from './state.ts';

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
      const { form, models, timeline, index, overrides } = store.getState();
      const model = chosenModel(models, form);
      if (!timeline || !index || !model) return;
      const forecast = await ask(runner, model, form, { timeline, path: index.path, overrides });
      if (!forecast || store.getState().timeline !== timeline) return;
      store.setState(({ pictures }) => ({
        forecast,
        exported: null,
        step: form.holdOut ? 'verify' : 'simulate',
        pictures: { ...pictures, ...firstLook(forecast, pictures.map) },
      }));
    },
    exportTo: async (path) => {
      const { forecast } = store.getState();
      const exported = forecast && (await write(runner, forecast, path));
      if (exported) store.setState({ exported });
    },
  };
}

async function ask(
  runner: Runner,
  { manifest }: ForecastModel,
  form: ForecastForm,
  patient: AskedPatient,
): Promise<Forecast | null> {
  if (manifest.kind === 'atrophy') {
    const answer = await runner.work('simulate', 'atrophy.run', atrophyRequest(form, manifest.form, patient));
    return answer && { kind: 'atrophy', answer };
  }
  const answer = await runner.work('simulate', 'forecast.run', courseRequest(form, patient));
  return answer && { kind: 'course', answer };
}

function write(runner: Runner, { kind, answer }: Forecast, path: string): Promise<ExportAnswer | null> {
  return kind === 'atrophy'
    ? runner.work('write', 'atrophy.export', { atrophyId: answer.atrophyId, path })
    : runner.work('write', 'forecast.export', { forecastId: answer.forecastId, path });
}

/** What the pictures show first; a map that was shown before stays, where there is one of its name. */
function firstLook({ kind, answer }: Forecast, before: MapName | null): Partial<PictureChoice> {
  const images: readonly { readonly role: string }[] = answer.images;
  const isThere = (role: PaneRole): boolean => images.some((image) => image.role === role);
  if (kind === 'atrophy') {
    const stays = isMapOf(kind, before) && (before !== 'measured' || answer.maps.measured !== null);
    return { sequence: 'T1', panes: paneRoles.atrophy.filter(isThere), map: stays ? before : 'since' };
  }
  const { effect, influence, primarySequence, report } = answer;
  const stays = before === 'probability' || (before === 'influence' && influence !== null);
  return {
    sequence: primarySequence,
    panes: paneRoles.course.filter((role) => role !== 'difference' && isThere(role)),
    map: effect ? 'effect' : stays ? before : null,
    method: report.methods[0]?.id ?? report.model.id,
  };
}
