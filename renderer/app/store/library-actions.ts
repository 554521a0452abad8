import type { StoreApi } from 'zustand/vanilla';
import type { ModelSummary } from '../../../electron/contract/api.ts';
import type { LibraryIndex, Timeline } from '../../../electron/contract/library.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import { foundMasks } from './found-masks.ts';
import { forecastModels, formFor } from './forecast-form.ts';
import type { Runner } from './run-call.ts';
import { initialData, type AppData, type ForecastForm, type Step } from './state.ts';
import { firstSequence, seriesToShow } from './timeline-series.ts';

/** Opening folders and ordering dates. */
export interface LibraryActions {
  /** Asks the host what it can do, and which models there are. */
  readonly start: () => Promise<void>;
  readonly goTo: (step: Step) => void;
  /** Lets the user choose a folder in the host's dialog; null when none was chosen. */
  readonly chooseFolder: () => Promise<string | null>;
  readonly openFolder: (path: string) => Promise<void>;
  /** Generates the demo patient in a folder and opens it. */
  readonly createDemo: (path: string) => Promise<void>;
  readonly choosePatient: (key: string) => Promise<void>;
  /** Says what a series is; null takes the recognised sequence again. */
  readonly overrideSequence: (seriesKey: string, sequence: Sequence | null) => Promise<void>;
  /** Loads the series to look at that are not loaded yet. */
  readonly loadShownSeries: () => Promise<void>;
}

/** The actions of the screens decode and order. */
export function createLibraryActions(store: StoreApi<AppData>, runner: Runner): LibraryActions {
  const openTimeline = async (): Promise<void> => {
    const { index, patientKey, overrides } = store.getState();
    if (!index || patientKey === null) return;
    const request = { path: index.path, patientKey, sequenceOverrides: { ...overrides } };
    const timeline = await runner.work('order', 'timeline.open', request);
    if (timeline) acceptTimeline(store, timeline, index);
    else if (store.getState().index === index && !store.getState().timeline) store.setState({ step: 'decode' });
    await loadShownSeries();
  };

  const loadShownSeries = async (): Promise<void> => {
    const { timeline, pictures } = store.getState();
    if (!timeline) return;
    for (const series of seriesToShow(timeline, pictures)) {
      if (store.getState().seriesVolumes[series.key]) continue;
      const volume = await runner.ask('volume.load', { timelineId: timeline.timelineId, seriesKey: series.key });
      if (!volume || store.getState().timeline !== timeline) return;
      store.setState((state) => ({ seriesVolumes: { ...state.seriesVolumes, [series.key]: volume } }));
    }
  };

  const openFolder = async (path: string): Promise<void> => {
    runner.cancel();
    store.setState(forNewFolder);
    const index = await runner.work('decode', 'library.index', { path });
    if (!index) return;
    const only = index.patients.length === 1 ? index.patients[0] : undefined;
    store.setState({ index, step: 'order', patientKey: only?.key ?? null });
    if (only) await openTimeline();
  };

  return {
    start: async () => {
      const app = await runner.ask('app.describe', {});
      const list = app && (await runner.ask('models.list', {}));
      store.setState(({ form }) => ({ app, ...knownModels(list?.models ?? [], form) }));
    },
    goTo: (step) => store.setState({ step, problem: null }),
    chooseFolder: async () => (await runner.ask('library.choose', {}))?.path ?? null,
    openFolder,
    createDemo: async (path) => {
      const demo = await runner.work('decode', 'demo.create', { path });
      if (!demo) return;
      await openFolder(demo.folder);
      const masks = Object.fromEntries(demo.masks.map(({ date, file }) => [date, file]));
      store.setState(({ form }) => ({ form: { ...form, masks } }));
    },
    choosePatient: async (patientKey) => {
      store.setState({ patientKey, timeline: null, forecast: null, exported: null });
      await openTimeline();
    },
    overrideSequence: async (seriesKey, sequence) => {
      const others = Object.entries(store.getState().overrides).filter(([key]) => key !== seriesKey);
      const wanted = sequence === null ? others : [...others, [seriesKey, sequence] as const];
      store.setState({ overrides: Object.fromEntries(wanted) });
      await openTimeline();
    },
    loadShownSeries,
  };
}

/** The window's data when another folder is opened: the host, its models and the user's questions stay. */
function forNewFolder({ app, models, segmentation, form }: AppData): AppData {
  return { ...initialData, app, models, segmentation, form: formFor(models, { ...form, masks: {}, holdOut: false }) };
}

function knownModels(list: readonly ModelSummary[], form: ForecastForm): Partial<AppData> {
  const models = forecastModels(list);
  const segmentation = list.find(({ manifest }) => manifest.kind === 'segmentation') ?? null;
  return { models, segmentation, form: formFor(models, form) };
}

function acceptTimeline(store: StoreApi<AppData>, timeline: Timeline, index: LibraryIndex): void {
  const { pictures, form } = store.getState();
  const dates = timeline.visits.map(({ date }) => date);
  store.setState({
    timeline,
    seriesVolumes: {},
    forecast: null,
    exported: null,
    form: { ...form, holdOut: dates.length > 1 && form.holdOut, masks: { ...foundMasks(index, dates), ...form.masks } },
    pictures: { ...pictures, sequence: firstSequence(timeline), dates: dates.slice(-2) },
  });
}
