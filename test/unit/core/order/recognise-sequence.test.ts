import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { recogniseSequence, recogniseSequenceFromName } from '../../../../electron/core/order/recognise-sequence.ts';
import { sequences } from '../../../../electron/core/order/sequence.ts';
import { sequenceSchema } from '../../../../electron/contract/sequence.ts';
import type { DicomDataset } from '../../../fixtures/dicom-file.ts';
import { dicomSlice } from '../../../fixtures/dicom-slice.ts';

type Elements = Readonly<Record<string, DicomDataset[string] | null>>;
const recognised = (description: string, elements: Elements = {}) =>
  recogniseSequence(readHeader(dicomSlice({ description, elements }), 'x'));
const times = (tr: number, te: number, ti?: number): Elements => ({
  '00180080': ['DS', String(tr)],
  '00180081': ['DS', String(te)],
  ...(ti === undefined ? {} : { '00180082': ['DS', String(ti)] }),
});

describe('recogniseSequence', () => {
  it.each([
    ['T1post', 'T1c'],
    ['AX T1 +C', 'T1c'],
    ['t1_mprage_sag_p2_iso', 'T1'],
    ['AX T1 POST GAD', 'T1c'],
    ['t1_vibe_fs_KM', 'T1c'],
    ['T1 pre contrast', 'T1'],
    ['T1 without contrast', 'T1'],
    ['SAG T1 FLAIR', 'T1'],
    ['AX T2 FLAIR', 'FLAIR'],
    ['AX FLAIR POST', 'FLAIR'],
    ['t2_tirm_tra_dark-fluid', 'FLAIR'],
    ['AX T2 FSE', 'T2'],
    ['Ax PD', 'PD'],
    ['ep2d_diff_3scan_trace', 'DWI'],
    ['ep2d_diff_3scan_trace_ADC', 'ADC'],
    ['SWI_Images', 'SWI'],
    ['AX T2* GRE', 'SWI'],
    ['AAHead_Scout', 'other'],
    ['T1 post subtraction', 'other'],
    ['ep2d_perf_DSC', 'other'],
    ['TOF 3D', 'other'],
  ])('takes "%s" for %s and says why', (description, expected) => {
    const { sequence, evidence, certain } = recognised(description);
    expect(sequence).toBe(expected);
    expect(evidence[0]).toContain(description);
    expect(certain).toBe(true);
  });

  it('takes contrast from its own attribute where the words are silent', () => {
    const given = recognised('T1 MPRAGE', { '00180010': ['LO', 'Gadovist'] });
    expect(given.sequence).toBe('T1c');
    expect(given.evidence).toContain('ContrastBolusAgent "Gadovist"');
    expect(recognised('T1 MPRAGE', { '00180010': ['LO', 'NONE'] }).sequence).toBe('T1');
    expect(recognised('AX T2 FLAIR', { '00180010': ['LO', 'Gadovist'] }).sequence).toBe('FLAIR');
  });

  it.each<[string, Elements]>([
    ['FLAIR', times(9000, 120, 2500)],
    ['T1', times(500, 12)],
    ['T1', times(2300, 3, 900)],
    ['T2', times(4000, 100)],
    ['PD', times(3000, 15)],
  ])('falls back on the times for %s, as weak evidence', (expected, elements) => {
    const { sequence, certain, evidence } = recognised('head', elements);
    expect([sequence, certain]).toEqual([expected, false]);
    expect(evidence[0]).toContain('RepetitionTime');
  });

  it('is not certain when words and times contradict each other', () => {
    const { sequence, certain, evidence } = recognised('T1 axial', times(4000, 100));
    expect([sequence, certain, evidence.length]).toEqual(['T1', false, 3]);
  });

  it('says so when nothing tells', () => {
    expect(recognised('head')).toEqual({
      sequence: 'other',
      evidence: ['no attribute tells the sequence'],
      certain: false,
    });
  });

  it.each([
    ['CT', 'CT'],
    ['PT', 'PET'],
    ['US', 'other'],
  ])('goes by modality for %s', (modality, expected) => {
    expect(recognised('T1', { '00080060': ['CS', modality] }).sequence).toBe(expected);
  });
});

describe('recogniseSequenceFromName', () => {
  it.each([
    ['BraTS-GLI-00001-000-t1c.nii.gz', 'T1c'],
    ['BraTS-GLI-00001-000-t1n.nii.gz', 'T1'],
    ['BraTS-GLI-00001-000-t2f.nii.gz', 'FLAIR'],
    ['BraTS-GLI-00001-000-t2w.nii.gz', 'T2'],
    ['BraTS20_Training_001_t1ce.nii', 'T1c'],
    ['sub-01_ses-20200101_T1w.nii.gz', 'T1'],
    ['sub-01_ses-20200101_ce-gadolinium_T1w.nii.gz', 'T1c'],
    ['study1_FLAIR.nii.gz', 'FLAIR'],
    ['brain.nii.gz', 'other'],
  ])('takes %s for %s', (name, expected) => {
    expect(recogniseSequenceFromName(name).sequence).toBe(expected);
  });
});

describe('sequences', () => {
  it('are the same list in core and in the contract', () => {
    expect(sequences).toEqual(sequenceSchema.options);
  });
});
