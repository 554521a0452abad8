import { describe, expect, it } from 'vitest';
import { describeTreatments } from '../../../electron/cli/describe-treatments.ts';
import { sampleReport } from '../../fixtures/sample-report.ts';
import { sampleContractComparison } from '../../fixtures/sample-response.ts';

describe('a response in the terminal', () => {
  it('has a line for the last horizon, labelled as imaging only, and one for each before it', () => {
    const [line, ...more] = describeTreatments(sampleReport);
    expect(more).toEqual([]);
    expect(line).toMatch(/\n  at \+30 d: 15.2 ml, RANO 2.0 SD, RECIST 1.1 SD\n/);
    expect(line).toContain('imaging only, counted from 2020-01-02');
    expect(line).toContain('RANO 2.0 PD (futures: PD 85 %, SD 15 %), RECIST 1.1 PD (futures: SD 60 %, PD 40 %)');
  });
});

describe('a comparison of treatments in the terminal', () => {
  const text = describeTreatments({ ...sampleReport, comparison: sampleContractComparison })[1] ?? '';
  const lines = text.split('\n');

  it('says that it is model-implied, not causal', () => {
    expect(lines[0]).toBe('Treatments compared (model-implied, not causal)');
  });

  it('has a row for every horizon, with volume and classes of both arms', () => {
    expect(lines.slice(1).map((line) => line.split(/ {2,}/))).toEqual([
      ['day', 'none, ml', 'RANO 2.0', 'RECIST 1.1', 'radiotherapy, ml', 'RANO 2.0', 'RECIST 1.1'],
      expect.arrayContaining([expect.stringMatching(/^-+$/)]),
      ['+30 d', '15.2', 'SD', 'SD', '12.6', 'SD', 'SD'],
      ['+60 d', '18.4', 'SD', 'SD', '10.1', 'SD', 'SD'],
      ['+90 d', '21.4', 'PD', 'PD', '9.4', 'PR', 'PR'],
      ['90 % interval', '16.2 to 27.9', '5.6 to 13.1'],
      expect.arrayContaining([expect.stringContaining('none minus radiotherapy: +11.7 ml')]),
    ]);
    expect(text).toContain('larger in 4 of 4 paired futures');
  });
});
