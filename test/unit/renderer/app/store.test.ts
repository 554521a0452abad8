import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../../renderer/bridge/bridge.ts';
import { createAppStore, type AppStore } from '../../../../renderer/app/store/create-store.ts';
import { atrophyAnswer, atrophyModel } from '../../../fixtures/sample-atrophy.ts';
import { good, scriptedApi, type Script } from '../../../fixtures/scripted-api.ts';
import {
  forecastAnswer,
  libraryIndex,
  someModel,
  threeVisits,
  treatingModel,
  volumeReference,
} from '../../../fixtures/window-patient.ts';

const usual: Script = {
  'app.describe': async () => good({ version: '1', host: 'serve', canChooseFolder: false }),
  'models.list': async () => good({ models: [someModel] }),
  'library.index': async ({ path }) => good(libraryIndex(['p1'], path)),
  'timeline.open': async () => good(threeVisits),
  'volume.load': async ({ seriesKey }) => good(volumeReference(seriesKey)),
  'forecast.run': async () => good(forecastAnswer()),
  'forecast.export': async ({ path }) => good({ path, files: ['report.html'] }),
};

async function opened(script: Script = {}): Promise<{ store: AppStore; asked: (name: string) => unknown[] }> {
  const { api, calls } = scriptedApi({ ...usual, ...script });
  const bridge: Bridge = { api, loadVoxels: () => Promise.reject(new Error('not part of this test')) };
  const store = createAppStore(bridge, () => 0);
  await store.actions.start();
  await store.actions.openFolder('/data/one');
  const asked = (name: string): unknown[] =>
    calls.filter(({ capability }) => capability === name).map(({ request }) => request);
  return { store, asked };
}

describe('opening a folder', () => {
  it('of one patient leads straight to the time line with the two newest scans', async () => {
    const { store, asked } = await opened();
    expect(store.getState()).toMatchObject({ step: 'order', patientKey: 'p1', job: null, problem: null });
    expect(store.getState().pictures).toMatchObject({ sequence: 'T1c', dates: ['2020-03-01', '2020-05-01'] });
    expect(asked('volume.load')).toEqual([
      { timelineId: 't1', seriesKey: 'b-t1c' },
      { timelineId: 't1', seriesKey: 'c-t1c' },
    ]);
  });

  it('of several patients waits for a choice', async () => {
    const { store, asked } = await opened({ 'library.index': async () => good(libraryIndex(['p1', 'p2'])) });
    expect(asked('timeline.open')).toEqual([]);
    await store.actions.choosePatient('p2');
    expect(asked('timeline.open')).toEqual([{ path: '/data/one', patientKey: 'p2', sequenceOverrides: {} }]);
  });

  it('that is refused shows the Problem and keeps nothing of the patient before', async () => {
    const { store } = await opened();
    const { store: refused } = await opened({
      'library.index': async ({ path }) => ({ ok: false, problem: { code: 'folder/empty', path } }),
    });
    expect(store.getState().timeline).not.toBeNull();
    expect(refused.getState()).toMatchObject({ problem: { code: 'folder/empty' }, timeline: null, step: 'decode' });
  });

  it('whose dates cannot be ordered leads back to where another can be chosen', async () => {
    const problem = { code: 'timeline/missing-date', files: 2, examples: [] } as const;
    const { store } = await opened({ 'timeline.open': async () => ({ ok: false, problem }) });
    expect(store.getState()).toMatchObject({ step: 'decode', problem, timeline: null });
  });

  it('that meets a bug says so and can be tried again', async () => {
    const { store } = await opened({ 'library.index': () => Promise.reject(new Error('oops')) });
    expect(store.getState()).toMatchObject({ bug: 'oops', job: null });
    store.actions.dismiss();
    expect(store.getState().bug).toBeNull();
  });

  it('takes outlines that lie beside the scans and say their date', async () => {
    const skipped = [
      {
        reason: 'mask',
        files: 3,
        examples: ['2020-03-01-tumour-mask.nii.gz', '20200501-mask.nii', '2020-03-01-oedema-mask.nii.gz'],
      },
    ];
    const { store } = await opened({ 'library.index': async () => good({ ...libraryIndex(['p1']), skipped }) });
    expect(store.getState().form.masks).toEqual({
      '2020-03-01': '/data/one/2020-03-01-tumour-mask.nii.gz',
      '2020-05-01': '/data/one/20200501-mask.nii',
    });
  });
});

describe('the time line', () => {
  it('is ordered anew when a sequence is corrected, and when the correction is taken back', async () => {
    const { store, asked } = await opened();
    await store.actions.overrideSequence('a-t1c', 'T1');
    await store.actions.overrideSequence('a-t1c', null);
    expect(asked('timeline.open').slice(1)).toMatchObject([
      { sequenceOverrides: { 'a-t1c': 'T1' } },
      { sequenceOverrides: {} },
    ]);
  });

  it('shows at most three scans, and never none', async () => {
    const { store } = await opened();
    store.actions.toggleDate('2020-01-01');
    expect(store.getState().pictures.dates).toEqual(['2020-01-01', '2020-03-01', '2020-05-01']);
    for (const date of ['2020-01-01', '2020-03-01', '2020-05-01']) store.actions.toggleDate(date);
    expect(store.getState().pictures.dates).toEqual(['2020-05-01']);
  });
});

describe('a forecast', () => {
  it('asks for what the form says', async () => {
    const { store, asked } = await opened();
    store.actions.setForm({ samples: 4, seed: 7 });
    store.actions.setField('horizonDays', 120);
    store.actions.setMask('2020-05-01', ' /masks/c.nii ');
    store.actions.setMask('2020-03-01', '');
    await store.actions.runForecast();
    expect(asked('forecast.run')).toEqual([
      {
        path: '/data/one',
        outline: 'auto',
        patientKey: 'p1',
        model: 'glioma-course',
        horizonDays: 120,
        samples: 4,
        seed: 7,
        holdOut: 'none',
        explain: false,
        masks: [{ date: '2020-05-01', file: '/masks/c.nii' }],
        sequenceOverrides: {},
      },
    ]);
    expect(store.getState()).toMatchObject({
      step: 'simulate',
      forecast: { kind: 'course', answer: { forecastId: 'f1' } },
    });
  });

  it('asks for what the fields of the model say, and leaves empty ones out', async () => {
    const { store, asked } = await opened({ 'models.list': async () => good({ models: [treatingModel] }) });
    expect(store.getState().form.fields).toEqual({ horizonDays: 90, arm: 'none', startDays: 0 });
    store.actions.setField('arm', 'radiotherapy');
    store.actions.setField('startDays', -14);
    store.actions.setField('ageYears', 61);
    store.actions.setForm({ doseFile: ' /plan/dose.dcm ', compareArm: 'radiotherapy' });
    await store.actions.runForecast();
    store.actions.setField('ageYears', null);
    store.actions.setField('arm', 'resection');
    await store.actions.runForecast();
    expect(asked('forecast.run')).toMatchObject([
      { arm: 'radiotherapy', startDays: -14, ageYears: 61, doseFile: '/plan/dose.dcm' },
      { arm: 'resection', startDays: -14, compareArm: 'radiotherapy', doseFile: '/plan/dose.dcm' },
    ]);
    const [first, second] = asked('forecast.run');
    expect(first).not.toHaveProperty('compareArm');
    expect(second).not.toHaveProperty('ageYears');
  });

  it('of a held-out date takes the days to that date and leads to the comparison', async () => {
    const { store, asked } = await opened();
    store.actions.setForm({ holdOut: true });
    await store.actions.runForecast();
    expect(asked('forecast.run')).toMatchObject([{ holdOut: 'last', horizonDays: 61 }]);
    expect(store.getState().step).toBe('verify');
  });

  it('shows how far it is, and nothing is left when it is cancelled', async () => {
    const { store } = await opened({
      'forecast.run': (_request, { signal, onProgress }) =>
        new Promise((resolve) => {
          onProgress?.({ stage: 'simulate', progressFraction: 0.4 });
          signal?.addEventListener('abort', () => resolve({ ok: false, problem: { code: 'job/cancelled' } }));
        }),
    });
    const running = store.actions.runForecast();
    expect(store.getState().job).toMatchObject({
      step: 'simulate',
      progress: { stage: 'simulate', progressFraction: 0.4 },
    });
    store.actions.cancel();
    await running;
    expect(store.getState()).toMatchObject({ job: null, problem: null, forecast: null });
  });

  it('that arrives after another folder was opened is not shown', async () => {
    let answer = (): void => undefined;
    const { store } = await opened({
      'forecast.run': () => new Promise((resolve) => (answer = () => resolve(good(forecastAnswer())))),
    });
    const running = store.actions.runForecast();
    await store.actions.openFolder('/data/two');
    answer();
    await running;
    expect(store.getState()).toMatchObject({ forecast: null, index: { path: '/data/two' } });
  });

  it('is exported to the folder that was asked for', async () => {
    const { store, asked } = await opened();
    await store.actions.runForecast();
    await store.actions.exportTo('/out/x');
    expect(asked('forecast.export')).toEqual([{ forecastId: 'f1', path: '/out/x' }]);
    expect(store.getState().exported?.files).toEqual(['report.html']);
  });

  it('keeps at least one pane and their order in time', async () => {
    const { store } = await opened();
    await store.actions.runForecast();
    const toggle = store.actions.togglePane;
    toggle('difference');
    toggle('baseline');
    toggle('baseline');
    expect(store.getState().pictures.panes).toEqual(['baseline', 'predicted', 'actual', 'difference']);
    for (const role of ['baseline', 'predicted', 'actual', 'difference'] as const) toggle(role);
    expect(store.getState().pictures.panes).toEqual(['difference']);
  });
});

describe('a forecast of a brain', () => {
  const answering = (other: 'earlier' | 'actual' | null): Script => ({
    'models.list': async () => good({ models: [someModel, atrophyModel] }),
    'atrophy.run': async () => good(atrophyAnswer(other)),
    'atrophy.export': async ({ path }) =>
      good({ path, files: ['report.html', 'nifti/counterpart_T1.nii.gz'], warnings: [] }),
  });

  it('is asked of the model that was chosen, and shows the change since first', async () => {
    const { store, asked } = await opened(answering('earlier'));
    store.actions.setForm({ model: 'brain-atrophy', masks: { '2020-05-01': '/masks/c.nii' } });
    store.actions.setField('course', 'ad');
    await store.actions.runForecast();
    expect(asked('forecast.run')).toEqual([]);
    expect(asked('atrophy.run')).toMatchObject([{ model: 'brain-atrophy', years: 4, course: 'ad' }]);
    expect(asked('atrophy.run')[0]).not.toHaveProperty('masks');
    expect(store.getState()).toMatchObject({
      step: 'simulate',
      forecast: { kind: 'atrophy', answer: { atrophyId: 'a1' } },
      pictures: { sequence: 'T1', map: 'since', panes: ['earlier', 'scan', 'counterpart', 'future'] },
    });
  });

  it('keeps the map that was looked at, unless it is not there any more', async () => {
    let other: 'earlier' | null = 'earlier';
    const { store } = await opened({ ...answering(null), 'atrophy.run': async () => good(atrophyAnswer(other)) });
    store.actions.setForm({ model: 'brain-atrophy' });
    await store.actions.runForecast();
    store.actions.setPictures({ map: 'measured' });
    await store.actions.runForecast();
    expect(store.getState().pictures.map).toBe('measured');
    other = null;
    await store.actions.runForecast();
    expect(store.getState().pictures).toMatchObject({ map: 'since', panes: ['scan', 'counterpart', 'future'] });
  });

  it('never shows a map of a lesion, nor a lesion a map of a brain', async () => {
    const { store } = await opened(answering(null));
    store.actions.setPictures({ map: 'probability' });
    store.actions.setForm({ model: 'brain-atrophy' });
    await store.actions.runForecast();
    expect(store.getState().pictures.map).toBe('since');
    store.actions.setForm({ model: 'glioma-course' });
    await store.actions.runForecast();
    expect(store.getState().pictures).toMatchObject({ map: null, sequence: 'T1c', method: 'glioma-course' });
  });

  it('keeps its panes in the order of time, and never shows none', async () => {
    const { store } = await opened(answering('actual'));
    store.actions.setForm({ model: 'brain-atrophy' });
    await store.actions.runForecast();
    for (const role of ['scan', 'counterpart', 'scan'] as const) store.actions.togglePane(role);
    expect(store.getState().pictures.panes).toEqual(['scan', 'future', 'actual']);
    for (const role of ['scan', 'future', 'actual'] as const) store.actions.togglePane(role);
    expect(store.getState().pictures.panes).toEqual(['actual']);
  });

  it('is exported as what it is', async () => {
    const { store, asked } = await opened(answering(null));
    store.actions.setForm({ model: 'brain-atrophy' });
    await store.actions.runForecast();
    await store.actions.exportTo('/out/brain');
    expect(asked('atrophy.export')).toEqual([{ atrophyId: 'a1', path: '/out/brain' }]);
    expect(asked('forecast.export')).toEqual([]);
    expect(store.getState().exported?.files).toHaveLength(2);
  });
});

describe('the demo patient', () => {
  it('is opened where it was made, with its own outlines', async () => {
    const masks = [{ date: '2020-03-01', file: '/data/demo/b.nii.gz' }];
    const { store, asked } = await opened({
      'demo.create': async ({ path }) => good({ folder: `${path}/patient`, masks }),
    });
    await store.actions.createDemo('/data/demo');
    expect(asked('library.index').at(-1)).toEqual({ path: '/data/demo/patient' });
    expect(store.getState()).toMatchObject({ step: 'order', form: { masks: { '2020-03-01': '/data/demo/b.nii.gz' } } });
  });
});
