import { describe, expect, it } from 'vitest';
import { coursePanes } from '../../../../renderer/app/panes/course-panes.ts';
import { pictureOffer } from '../../../../renderer/app/panes/forecast-pictures.ts';
import { visitPanes } from '../../../../renderer/app/panes/visit-panes.ts';
import { initialData, type PictureChoice } from '../../../../renderer/app/store/state.ts';
import { sampleContractComparison } from '../../../fixtures/sample-response.ts';
import { forecastAnswer, threeVisits, volumeReference } from '../../../fixtures/window-patient.ts';

const all: PictureChoice = {
  ...initialData.pictures,
  sequence: 'T1c',
  panes: ['baseline', 'predicted', 'actual', 'difference'],
};
const paneOf = (key: string, pictures: PictureChoice = all) =>
  coursePanes(forecastAnswer(), pictures).find((pane) => pane.key === key);

describe('panes of a lesion', () => {
  it('are marked as synthetic wherever a model had a hand in the picture, and nowhere else', () => {
    const marks = coursePanes(forecastAnswer(), all).map(({ key, mark }) => [key, mark.kind, mark.words]);
    expect(marks).toEqual([
      ['baseline', 'acquired', 'ACQUIRED'],
      ['predicted', 'synthetic', 'SYNTHETIC - PREDICTED +61 d'],
      ['actual', 'acquired', 'ACQUIRED'],
      ['difference', 'synthetic', 'SYNTHETIC - PREDICTED +61 d'],
    ]);
  });

  it('cannot lose the mark through anything that the user chooses', () => {
    for (const outlines of [true, false]) {
      for (const map of ['probability', 'effect', null] as const) {
        for (const method of ['glioma-course', 'no-change', 'unknown']) {
          const pane = paneOf('predicted', { ...all, outlines, map, method });
          expect(pane?.mark.kind).toBe('synthetic');
        }
      }
    }
  });

  it('show the prediction in the window of the scan that it was made from', () => {
    expect(paneOf('predicted')?.displayRange).toEqual([10, 800]);
    expect(paneOf('actual')?.displayRange).toEqual([20, 400]);
  });

  it('are all framed by the baseline, so that they show exactly the same place', () => {
    const framing = coursePanes(forecastAnswer(), all).map((pane) => pane.framing.volumeId);
    expect(new Set(framing)).toEqual(new Set(['baseline']));
  });

  it('draw the real outline over the follow-up and the chosen method over it', () => {
    const drawn = (key: string, method: string) =>
      paneOf(key, { ...all, method })?.outlines.map(
        ({ source, region, mask }) => `${source} ${region} ${mask.volumeId}`,
      );
    expect(drawn('baseline', 'glioma-course')).toEqual(['acquired core baseline-core']);
    expect(drawn('actual', 'glioma-course')).toEqual([
      'acquired core actual-core',
      'synthetic oedema predicted-oedema',
      'synthetic core predicted-core',
    ]);
    expect(drawn('predicted', 'no-change')).toEqual(['rival core no-change-core']);
    const answer = forecastAnswer();
    const [volume] = answer.masks.map((mask) => mask.volume);
    const masks = [{ role: 'baseline', region: 'necrosis' as const, volume: { ...volume, volumeId: 'n' } as never }];
    const pane = coursePanes({ ...answer, masks: [...answer.masks, ...masks] }, all).find(
      ({ key }) => key === 'baseline',
    );
    expect(pane?.outlines.map(({ region }) => region)).toEqual(['necrosis', 'core']);
  });

  it('put the probability on the prediction alone', () => {
    const shown = coursePanes(forecastAnswer(), { ...all, map: 'probability' }).filter(({ map }) => map);
    expect(shown.map(({ key }) => key)).toEqual(['predicted']);
  });

  it('put the effect on the prediction alone, with the outline of the other treatment', () => {
    const answer = forecastAnswer();
    const [mask] = answer.masks;
    if (!mask) throw new Error('no mask');
    const compared = {
      ...answer,
      effect: volumeReference('effect', [-1, 1]),
      report: { ...answer.report, comparison: sampleContractComparison },
      masks: [...answer.masks, { ...mask, role: 'other-arm', volume: volumeReference('other-arm-core') }],
    };
    const panes = coursePanes(compared, { ...all, map: 'effect' });
    expect(paneOf('predicted')?.title).toBe('Prediction');
    expect(panes.find(({ key }) => key === 'predicted')?.title).toBe('Prediction, no treatment');
    expect(panes.flatMap(({ key, map }) => (map ? [[key, map.kind, map.volume.volumeId]] : []))).toEqual([
      ['predicted', 'effect', 'effect'],
    ]);
    const sources = panes.map(({ outlines }) => outlines.filter(({ source }) => source === 'otherArm').length);
    expect(sources).toEqual([0, 1, 0, 0]);
    expect(coursePanes(answer, { ...all, map: 'effect' }).every(({ map }) => map === null)).toBe(true);
  });

  it('put the influence on the prediction alone, where it was asked for', () => {
    const explained = { ...forecastAnswer(), influence: volumeReference('influence', [-2, 2]) };
    const shown = coursePanes(explained, { ...all, map: 'influence' }).filter(({ map }) => map);
    expect(shown.map(({ key, map }) => [key, map?.kind])).toEqual([['predicted', 'influence']]);
    expect(coursePanes(forecastAnswer(), { ...all, map: 'influence' }).some(({ map }) => map)).toBe(false);
  });

  it('are offered only where there is such a picture', () => {
    const answer = forecastAnswer();
    const alone = {
      ...answer,
      images: answer.images.filter(({ role }) => role === 'baseline' || role === 'predicted'),
    };
    expect(pictureOffer({ kind: 'course', answer: alone }, 'T1c')).toMatchObject({
      panes: ['baseline', 'predicted'],
      maps: ['probability'],
      hasOutlines: true,
    });
    expect(coursePanes(alone, all).map(({ key }) => key)).toEqual(['baseline', 'predicted']);
  });
});

describe('panes before a forecast', () => {
  const volumes = { 'b-t1c': volumeReference('vb'), 'c-t1c': { ...volumeReference('vc'), synthetic: true } };
  const pictures = { ...all, dates: ['2020-03-01', '2020-05-01'] };

  it('show the chosen visits with the time to the last one', () => {
    const panes = visitPanes(threeVisits, pictures, volumes);
    expect(panes.map(({ date, interval }) => [date, interval])).toEqual([
      ['2020-03-01', '\u221261 d'],
      ['2020-05-01', ''],
    ]);
  });

  it('say when a scan comes from no scanner, without calling it a prediction', () => {
    const panes = visitPanes(threeVisits, pictures, volumes);
    expect(panes.map(({ mark }) => mark.words)).toEqual(['ACQUIRED', 'GENERATED SCAN']);
  });

  it('leave out what is not loaded yet and visits without the sequence', () => {
    expect(visitPanes(threeVisits, pictures, {})).toEqual([]);
    expect(visitPanes(threeVisits, { ...pictures, sequence: 'FLAIR' }, volumes)).toEqual([]);
  });
});
