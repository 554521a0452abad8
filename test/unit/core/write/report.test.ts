import { describe, expect, it } from 'vitest';
import { base64 } from '../../../../electron/core/write/base64.ts';
import { drawEffect } from '../../../../electron/core/write/pictures/draw-effect.ts';
import { drawPictures } from '../../../../electron/core/write/pictures/draw-pictures.ts';
import { plainNumbers } from '../../../../electron/core/write/plain-numbers.ts';
import { notice } from '../../../../electron/core/write/provenance.ts';
import { decimals, escapeHtml, signed } from '../../../../electron/core/write/report/html.ts';
import { niceTicks, spreadLabels } from '../../../../electron/core/write/report/plot-scale.ts';
import { writeReportHtml } from '../../../../electron/core/write/report/report-html.ts';
import { verdictOf } from '../../../../electron/core/write/report/verdict.ts';
import type { ReportModel } from '../../../../electron/core/write/report-model.ts';
import { fakeEffect, fakeMethods, fakePictures, fakeReport } from '../../../fixtures/fake-forecast.ts';
import { someProvenance } from '../../../fixtures/predicted-input.ts';
import { sampleComparison } from '../../../fixtures/sample-response.ts';

const page = (report: ReportModel, patientLabel = 'P-1', rows = drawPictures(fakePictures())): string =>
  writeReportHtml({
    report,
    patientLabel,
    rows,
    effect: report.comparison === null ? null : drawEffect(fakePictures(), fakeEffect()),
    influence: null,
    provenance: someProvenance,
    createdAt: '2024-05-06T07:08:09',
  });

describe('the report', () => {
  it('keeps six digits and turns what is not finite into null', () => {
    expect(plainNumbers({ a: [1.23456789, NaN, Infinity], b: { c: 1234567, d: null, e: 'x' } })).toEqual({
      a: [1.23457, null, null],
      b: { c: 1234567, d: null, e: 'x' },
    });
  });

  it('carries every warning with its code, its values and its words', () => {
    expect(fakeReport().warnings[0]).toEqual({
      code: 'register/poor-match',
      date: '2020-04-01',
      sequence: 'T1c',
      quality: 0.61,
      expectedAtLeast: 0.7,
      words: 'Words for register/poor-match.',
    });
  });
});

describe('the page', () => {
  const html = page(fakeReport());

  it('says what it is on top and at the bottom', () => {
    expect(html).toContain('SYNTHETIC - PREDICTED +90 d');
    expect(html.split(notice).length - 1).toBeGreaterThanOrEqual(2);
  });

  it('says on top which treatment is supposed, and nothing where there is none', () => {
    const treatment = {
      arm: 'radiotherapy',
      startDays: 7,
      doseGy: 60,
      doseFrom: 'prescription',
      ageYears: null,
    } as const;
    expect(page({ ...fakeReport(), treatment })).toContain(
      'Supposed treatment: radiotherapy from day 7, 60 Gy prescribed; model-implied, not causal',
    );
    expect(page({ ...fakeReport(), treatment })).toContain('The rivals know of no treatment');
    expect(html).not.toContain('The rivals know of no treatment');
    expect(html).not.toContain('Supposed treatment');
  });

  it('is self-contained: no script, nothing fetched', () => {
    expect(html).not.toMatch(/<script|<link|@import|url\(|https?:\/\/|srcset/i);
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<img /g)).toHaveLength(15);
    expect(html.match(/src="data:image\/png;base64,/g)).toHaveLength(15);
  });

  it('shows every figure, warning, registration and the provenance', () => {
    const words = [
      'Growth-region Dice',
      'Words for register/poor-match.',
      'Fitted growth model',
      'ab'.repeat(32),
      '16.2 to 27.9',
    ];
    for (const word of [...words, '2019-10-04, T1c', 'Seed, futures', 'lesion-segmentation 0.1.0', 'cd'.repeat(32)])
      expect(html).toContain(word);
  });

  it('calls scans acquired only where they were', () => {
    expect(html).toContain('lesion core on an acquired scan');
    const generated = page(
      fakeReport({ scans: 'generated' }),
      'P-1',
      drawPictures({ ...fakePictures(), scans: 'generated' }),
    );
    expect(generated).toContain('lesion core on a generated scan');
    expect(generated.replace('were never acquired', '')).not.toMatch(/acquired/i);
  });

  it('marks the best of each column by a word', () => {
    expect(html.match(/<span class="best">best<\/span>/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('never lets names from files become markup', () => {
    expect(page(fakeReport(), '<img onerror=alert(1)>', [])).not.toContain('<img onerror');
  });

  it('has no place for a score when there is no follow-up', () => {
    const nothing = { dice: null, growthRegionDice: null, volumeErrorPercent: null, hd95Mm: null };
    const methods = fakeMethods.map(({ id, coreVolumeMl }) => ({
      id,
      coreVolumeMl,
      core: nothing,
      image: { ssim: null, psnrDb: null },
    }));
    const volumeMl = { baseline: 13.2, predicted: 21.4, actual: null, interval90: [16.2, 27.9] as const };
    const alone = page(fakeReport({ followUpDate: null, methods, volumeMl }), 'P-1', []);
    expect(alone).toContain('no later scan to compare with');
    expect(alone).not.toContain('growth-region Dice</th>');
    expect(alone).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('survives a report without a lesion, a visit or a warning', () => {
    const volumeMl = { baseline: 0, predicted: 0, actual: 0, interval90: [0, 0] as const };
    const bare = page(
      fakeReport({ volumeMl, curve: { visits: [], futuresMl: [] }, warnings: [], registrations: [] }),
      'P-1',
      [],
    );
    expect(bare).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the verdict', () => {
  it('says where the model is beaten, by whom and by how much', () => {
    const { worse, sentences } = verdictOf(fakeMethods);
    expect(worse).toBe(true);
    expect(sentences).toContain('Lesion core, Dice: fitted growth model 0.830, the model 0.810.');
    expect(sentences.at(-1)).toContain('One patient shows nothing');
  });

  it('says so when the model is closest everywhere, and still claims nothing in general', () => {
    const [model, ...rivals] = fakeMethods;
    if (model === undefined) throw new Error('no model');
    const perfect = { dice: 1, growthRegionDice: 1, volumeErrorPercent: 0, hd95Mm: 0 };
    const { worse, sentences } = verdictOf([{ ...model, core: perfect, oedema: perfect }, ...rivals]);
    expect(worse).toBe(false);
    expect(sentences.join(' ')).toContain('One patient shows nothing');
  });

  it('says so when the model loses everywhere', () => {
    const nothing = { dice: 0, growthRegionDice: 0, volumeErrorPercent: 99, hd95Mm: 99 };
    const methods = fakeMethods.map((method, index) =>
      index === 0 ? { ...method, core: nothing, oedema: nothing, image: { ssim: 0, psnrDb: 1 } } : method,
    );
    expect(verdictOf(methods).sentences[0]).toBe(
      'On this patient the model is beaten in every one of the 10 measures.',
    );
  });
});

describe('small parts of the page', () => {
  it.each([
    [[], ''],
    [[77], 'TQ=='],
    [[77, 97], 'TWE='],
    [[77, 97, 110], 'TWFu'],
    [[255, 254, 253, 0], '//79AA=='],
  ])('base64 of %j is %s', (bytes, text) => {
    expect(base64(Uint8Array.from(bytes))).toBe(text);
  });

  it('writes numbers with a real minus, a plus where asked, and a dash for nothing', () => {
    expect([decimals(-1.25, 1), decimals(null, 1), decimals(-0.001, 1), signed(2, 0), signed(0, 0)]).toEqual([
      '−1.3',
      '–',
      '0.0',
      '+2',
      '0',
    ]);
  });

  it('escapes everything that could be markup', () => {
    expect(escapeHtml(`<a href="x" id='y'>&`)).toBe('&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
  });

  it.each([0.05, 0.7, 3, 21.4, 99, 1234])('ticks up to %d are few, round, and reach it', (most) => {
    const ticks = niceTicks(most);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
    expect(ticks.length).toBeLessThanOrEqual(7);
  });

  it('keeps labels apart, in order and inside', () => {
    const rows = spreadLabels([10, 11, 12, 299, 300], 19, [0, 300]);
    rows.slice(1).forEach((row, k) => expect(row - (rows[k] as number)).toBeGreaterThanOrEqual(19));
    expect(rows.at(-1)).toBeLessThanOrEqual(300);
  });
});

describe('the response classes on the page', () => {
  const html = page(fakeReport());

  it('are always labelled as imaging only, with the scan that they are counted from', () => {
    expect(html).toContain('Response class, imaging only');
    expect(html).toContain('Counted from the scan of 2020-01-02');
  });

  it('are there for every visit and predicted day, the predicted ones marked', () => {
    for (const name of ['2019-10-04', '2020-04-01, real follow-up']) expect(html).toContain(`<td>${name}</td>`);
    for (const day of [30, 60, 90]) expect(html).toContain(`<span class="tag synthetic">+${day} d, predicted</span>`);
    expect(html).toContain('RANO 2.0 PD 85 %, SD 15 %; RECIST 1.1 SD 60 %, PD 40 %');
  });
});

describe('the comparison of two treatments on the page', () => {
  const html = page(fakeReport({ comparison: sampleComparison }));

  it('is there only when it was asked for', () => {
    expect(page(fakeReport())).not.toContain('not causal');
  });

  it('says that it is model-implied, not causal', () => {
    expect(html).toContain('Model-implied, not causal');
    expect(html).toContain('No treatment against radiotherapy');
  });

  it('shows both arms, their difference, and the classes at every horizon', () => {
    for (const words of ['16.2 to 27.9 ml', '5.6 to 13.1 ml', '+11.7', '+8.9 to +14.2 ml'])
      expect(html).toContain(words);
    expect(html).toContain('larger in 4 of 4 paired futures');
    expect(html).toContain('<td class="edge">9.4</td><td>PR</td><td>PR</td>');
  });

  it('shows the map of the effect with a scale that diverges at zero', () => {
    const maps = drawEffect(fakePictures(), fakeEffect());
    expect(maps?.pictures.length).toBe(3);
    expect(
      maps?.pictures.every(
        ({ synthetic, caption }) => synthetic && caption.endsWith('PREDICTED +90 d, model-implied, not causal'),
      ),
    ).toBe(true);
    for (const { png } of maps?.pictures ?? []) expect(html).toContain(base64(png));
    expect(html).toContain('#4892ff,transparent,#ff4d4d');
  });

  it('draws a second branch of the curve', () => {
    const branches = (text: string): number => text.match(/stroke-dasharray="9 4 2 4"/g)?.length ?? 0;
    expect([branches(page(fakeReport())), branches(html)]).toEqual([0, 1]);
  });
});
