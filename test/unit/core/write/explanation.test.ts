import { describe, expect, it } from 'vitest';
import { drawInfluence } from '../../../../electron/core/write/pictures/draw-influence.ts';
import { explanationSection } from '../../../../electron/core/write/report/explanation-section.ts';
import { fakePictures } from '../../../fixtures/fake-forecast.ts';
import { reportedExplanation, sampleExplanation } from '../../../fixtures/sample-explanation.ts';

const pictures = fakePictures();
const influence = {
  grid: pictures.brain.grid,
  data: Float32Array.from(pictures.brain.data, (v, k) => (v ? Math.sin(k) : 0)),
};

describe('the section on what moved the model', () => {
  const html = explanationSection(sampleExplanation, drawInfluence(pictures, influence));

  it('says first what it is not', () => {
    expect(html).toContain('What moved the model, not what moves the disease.');
  });

  it('has a bar for every input and treatment, with its change and how differently the core lies', () => {
    const names = ['Without T1c', 'Without the scan of 2019-10-04', 'Without the map of the dose', 'No treatment'];
    for (const name of [...names, 'Without the hint: fitted growth model', 'Resection']) expect(html).toContain(name);
    expect(html).toContain('−4.2 ml (−20 %), 0.17');
    expect(html.match(/<rect /g)).toHaveLength(8);
  });

  it('warns where the model had to guess', () => {
    expect(html).toContain('Without the map of the dose *');
    expect(html).toContain('never had to do without this in training');
    const known = sampleExplanation.inputs.filter((input) => !input.neverMissing);
    expect(explanationSection({ ...sampleExplanation, inputs: known }, null)).not.toContain('never had to');
  });

  it('tells every number lower and higher', () => {
    expect(html).toContain(
      '<td>Days ahead</td><td>90 d</td><td>81 d</td><td>−0.9 ml</td><td>99 d</td><td>+1.1 ml</td>',
    );
    expect(html).toContain('<td>Highest dose</td><td>60 Gy</td>');
  });

  it('shows the map with its mark, and has balanced tags', () => {
    expect(html.match(/data:image\/png;base64,/g)?.length).toBeGreaterThan(0);
    expect(html).toContain('SYNTHETIC - PREDICTED');
    for (const tag of ['section', 'table', 'tr', 'td', 'svg', 'div', 'g']) {
      const count = (pattern: string): number => html.match(new RegExp(pattern, 'g'))?.length ?? 0;
      expect(count(`<${tag}[ >]`), tag).toBe(count(`</${tag}>`));
    }
  });

  it('is empty without an explanation, and has no map where nothing moved', () => {
    expect(explanationSection(null, null)).toBe('');
    const faint = { grid: influence.grid, data: new Float32Array(influence.data.length).fill(0.04) };
    expect(drawInfluence(pictures, faint)).toBeNull();
    const { regions } = sampleExplanation;
    const blocks = regions.blocks.map((block) => ({ ...block, changeMl: 0.04 }));
    const unmoved = explanationSection({ ...sampleExplanation, regions: { ...regions, blocks } }, null);
    expect(unmoved).toContain('changed the predicted core by less than 0.05 ml');
  });

  it('passes the contract and loses nothing in it', () => {
    expect(reportedExplanation).toEqual(sampleExplanation);
  });
});
