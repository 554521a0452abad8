import { describe, expect, it } from 'vitest';
import { evaluationHtml } from '../../../../electron/core/write/evaluation/evaluation-html.ts';
import { notice } from '../../../../electron/core/write/provenance.ts';
import { fakeEvaluation } from '../../../fixtures/fake-evaluation.ts';

const evaluation = fakeEvaluation();
const html = evaluationHtml(evaluation, '2024-05-06T07:08:09');

describe('the page of an evaluation', () => {
  it('is self-contained and says what it is not for', () => {
    expect(html).not.toMatch(/<script|<link|@import|url\(|https?:\/\/|srcset/i);
    expect(html.split(notice).length - 1).toBeGreaterThanOrEqual(2);
  });

  it('shows every measure with its interval, every method and every patient', () => {
    const words = ['Growth-region Dice', 'ASSD, mm', 'NMSE, changed voxels', 'PSNR, lesion + 10 mm, dB', 'median '];
    const people = ['case-1', 'case-2', 'Only one earlier date is known.', 'ab'.repeat(32)];
    for (const word of [...words, ...people, 'No change', 'Linear extrapolation']) expect(html).toContain(word);
  });

  it('shows who was treated, and what neither the rivals nor the program know of it', () => {
    expect(html).toContain('<td>resection from day -1</td>');
    expect(html).toContain('The rivals know of no treatment');
    expect(html).toContain('name treatments in evaluate.json');
    const patients = evaluation.patients.slice(0, 1);
    expect(evaluationHtml({ ...evaluation, patients }, '2024-05-06T07:08:09')).not.toContain('The rivals know');
  });

  it('names who failed and why, and no name becomes markup', () => {
    expect(html).toContain('Not evaluated (1)');
    expect(html).toContain('case-3 &lt;b&gt;');
    expect(html).toContain('timeline/too-few-dates');
  });

  it('says that two patients cannot prove anything', () => {
    expect(html).toContain('So few pairs cannot reach p &lt; 0.05');
  });

  it('has balanced tags', () => {
    for (const tag of ['section', 'table', 'tr', 'td', 'svg', 'div', 'details']) {
      const count = (pattern: string): number => html.match(new RegExp(pattern, 'g'))?.length ?? 0;
      expect(count(`<${tag}[ >]`), tag).toBe(count(`</${tag}>`));
    }
  });

  it('does not call generated scans acquired', () => {
    const patients = evaluation.patients.map((patient) => ({ ...patient, scans: 'generated' as const }));
    const generated = evaluationHtml({ ...evaluation, patients, failed: [] }, '2024-05-06T07:08:09');
    expect(generated).toContain('were generated, not acquired');
    expect(generated).not.toContain('Not evaluated');
  });
});
