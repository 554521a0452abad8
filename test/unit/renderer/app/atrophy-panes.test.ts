import { describe, expect, it } from 'vitest';
import { firstFocus, forecastPanes, mapOf, pictureOffer } from '../../../../renderer/app/panes/forecast-pictures.ts';
import { mapNames, paneRoles, type Forecast } from '../../../../renderer/app/store/forecast.ts';
import { initialData, type PictureChoice } from '../../../../renderer/app/store/state.ts';
import { atrophyAnswer } from '../../../fixtures/sample-atrophy.ts';

const forecast = (other: 'earlier' | 'actual' | null = null): Forecast => ({
  kind: 'atrophy',
  answer: atrophyAnswer(other),
});
const all: PictureChoice = { ...initialData.pictures, sequence: 'T1', panes: paneRoles.atrophy };

describe('panes of a brain', () => {
  it('are marked as synthetic where a model made them, and nowhere else', () => {
    const marks = forecastPanes(forecast('earlier'), all).map(({ key, mark }) => [key, mark.kind, mark.words]);
    expect(marks).toEqual([
      ['earlier', 'acquired', 'ACQUIRED'],
      ['scan', 'acquired', 'ACQUIRED'],
      ['counterpart', 'synthetic', 'SYNTHETIC - HEALTHY COUNTERPART'],
      ['future', 'synthetic', 'SYNTHETIC - PREDICTED +4 y'],
    ]);
  });

  it('cannot lose the mark through anything that the user chooses', () => {
    for (const map of [...mapNames.atrophy, ...mapNames.course, null]) {
      for (const outlines of [true, false]) {
        const panes = forecastPanes(forecast(), { ...all, map, outlines });
        const marked = panes.filter(({ mark }) => mark.kind === 'synthetic').map(({ key }) => key);
        expect(marked.filter((key) => key !== 'scan')).toEqual(['counterpart', 'future']);
      }
    }
  });

  it('call a real scan real, but not with what a model painted on it', () => {
    const markOf = (map: PictureChoice['map']) =>
      forecastPanes(forecast('earlier'), { ...all, map }).find(({ key }) => key === 'scan')?.mark;
    for (const map of [null, 'measured', 'probability'] as const) {
      expect(markOf(map)).toEqual({ kind: 'acquired', words: 'ACQUIRED' });
    }
    for (const map of ['since', 'ahead', 'sinceSpread', 'aheadSpread'] as const) {
      expect(markOf(map)).toEqual({ kind: 'synthetic', words: 'ACQUIRED - SYNTHETIC MAP' });
    }
  });

  it('run from the earlier date to the later one, with the time from the scan', () => {
    const times = forecastPanes(forecast('actual'), all).map(({ key, date, interval }) => [key, date, interval]);
    expect(times).toEqual([
      ['scan', '2020-03-01', ''],
      ['counterpart', '2020-03-01', ''],
      ['future', '2024-03-01', '+4.0 y'],
      ['actual', '2022-03-01', '+2.0 y'],
    ]);
    const earlier = forecastPanes(forecast('earlier'), all).find(({ key }) => key === 'earlier');
    expect(earlier).toMatchObject({ date: '2018-03-01', interval: '\u22122.0 y' });
  });

  it('say what course was supposed', () => {
    const titleOf = (course: 'ad' | 'unknown'): string | undefined => {
      const answer = atrophyAnswer();
      const panes = forecastPanes(
        { kind: 'atrophy', answer: { ...answer, report: { ...answer.report, course } } },
        all,
      );
      return panes.find(({ key }) => key === 'future')?.title;
    };
    expect(titleOf('ad')).toBe("Supposed: Alzheimer's disease");
    expect(titleOf('unknown')).toBe('Prediction');
  });

  it('share the window and the place of the scan', () => {
    for (const pane of forecastPanes(forecast('actual'), all)) {
      expect(pane).toMatchObject({ displayRange: [10, 800], framing: { volumeId: 'scan' }, colours: 'grey' });
    }
  });
});

describe('maps of a brain', () => {
  const over = (map: PictureChoice['map'], other: 'earlier' | 'actual' | null = null): string[] =>
    forecastPanes(forecast(other), { ...all, map }).flatMap((pane) => (pane.map ? [pane.key] : []));

  it.each(mapNames.atrophy)('of %s lie over the scan alone, whose shape they have', (map) => {
    expect(over(map, 'earlier')).toEqual(['scan']);
    expect(over(map, 'actual')).toEqual(['scan']);
  });

  it('of other forecasts lie nowhere, and neither does a measured change with one date', () => {
    expect(over('probability', 'earlier')).toEqual([]);
    expect(over('measured')).toEqual([]);
  });

  it('are clear below what controls show by chance, per year of their own interval', () => {
    const paired = forecast('earlier');
    expect(mapOf(paired, 'since')).toMatchObject({ kind: 'change', unit: '%/year', threshold: 0.8 });
    expect(mapOf(paired, 'ahead')).toMatchObject({ kind: 'change', unit: '%/year', threshold: 1 });
    // 1 %/year over 4 years is 4 % of the whole; over the 2 years between the dates it is 2 %/year.
    expect(mapOf(paired, 'measured')).toMatchObject({ kind: 'change', unit: '%/year', threshold: 2 });
    expect(mapOf(paired, 'aheadSpread')).toMatchObject({ kind: 'spread', volume: { volumeId: 'spread-ahead' } });
  });
});

describe('what the tool bar offers for a brain', () => {
  it('is only what is there', () => {
    expect(pictureOffer(forecast(), 'T1')).toEqual({
      sequences: ['T1'],
      panes: ['scan', 'counterpart', 'future'],
      maps: ['since', 'ahead', 'sinceSpread', 'aheadSpread'],
      hasOutlines: false,
    });
    const { panes, maps } = pictureOffer(forecast('earlier'), 'T1');
    expect(panes).toEqual(['earlier', 'scan', 'counterpart', 'future']);
    expect(maps).toContain('measured');
  });

  it('opens in the middle of the brain, on the scan', () => {
    expect(firstFocus(forecast())).toMatchObject({ region: { volumeId: 'since' }, image: { volumeId: 'scan' } });
  });
});
