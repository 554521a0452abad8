import { describe, expect, it } from 'vitest';
import { describeExplanation } from '../../../electron/cli/describe-explanation.ts';
import { reportedExplanation } from '../../fixtures/sample-explanation.ts';

describe('an explanation in the terminal', () => {
  const text = describeExplanation(reportedExplanation);

  it('names the scope and every input, number and treatment', () => {
    expect(text).toContain('not what moves the disease');
    expect(text).toMatch(/Without T1c +-4\.20 +-19\.6 +0\.170/);
    expect(text).toMatch(/Without the map of the dose \(never missing in training\) +\+5\.10/);
    expect(text).toMatch(/Days ahead 81 d +-0\.90/);
    expect(text).toMatch(/treatment: resection \(model-implied, not causal\) +-17\.20/);
  });

  it('places the strongest blocks by letters of the body', () => {
    expect(text).toMatch(/images hidden round L 16, A 20, S 40 mm +-2\.40/);
  });
});
