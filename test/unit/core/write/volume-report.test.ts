import { describe, expect, it } from 'vitest';
import type { ElementValues } from '../../../../electron/core/decode/element-values.ts';
import { readDataset } from '../../../../electron/core/decode/read-dataset.ts';
import { tagOf } from '../../../../electron/core/write/dicom/attributes.ts';
import { isPatientOrStudy } from '../../../../electron/core/write/dicom/copied-attributes.ts';
import { textElement } from '../../../../electron/core/write/dicom/element.ts';
import { readElements } from '../../../../electron/core/write/dicom/read-elements.ts';
import { structureCodes, type ReportedStructure } from '../../../../electron/core/write/derived/structure-codes.ts';
import type { VolumeReportInput } from '../../../../electron/core/write/derived/volume-report-input.ts';
import { volumeReportFile } from '../../../../electron/core/write/derived/volume-report.ts';
import { uidFromName } from '../../../../electron/core/write/uid.ts';
import { reportInput, sha256, twoDates } from '../../../fixtures/derived-inputs.ts';

/** A content item as the file says it: concept, value, items below. */
interface Item {
  readonly relationship: string;
  readonly concept: string;
  readonly value: string;
  readonly unit: string;
  readonly below: readonly Item[];
}

function open(bytes: Uint8Array): ElementValues {
  return readDataset({ bytes, file: 'report', fileLength: bytes.length }).values;
}

function itemOf(values: ElementValues): Item {
  const meaning = (from: ElementValues | undefined, sequence: number): string =>
    from?.items(sequence)[0]?.text(tagOf('CodeMeaning')) ?? '';
  const [measured] = values.items(tagOf('MeasuredValueSequence'));
  const [image] = values.items(tagOf('ReferencedSOPSequence'));
  const texts = [
    values.text(tagOf('TextValue')),
    values.text(tagOf('UID')),
    values.text(tagOf('Date')),
    meaning(values, tagOf('ConceptCodeSequence')),
    measured?.text(tagOf('NumericValue')) ?? '',
    image?.text(tagOf('ReferencedSOPInstanceUID')) ?? '',
  ];
  return {
    relationship: values.text(tagOf('RelationshipType')),
    concept: meaning(values, tagOf('ConceptNameCodeSequence')),
    value: texts.find((text) => text !== '') ?? '',
    unit: measured?.items(tagOf('MeasurementUnitsCodeSequence'))[0]?.text(tagOf('CodeValue')) ?? '',
    below: values.items(tagOf('ContentSequence')).map(itemOf),
  };
}

function reported(more: Partial<VolumeReportInput> = {}, sources = twoDates()) {
  const values = open(volumeReportFile(reportInput(more, sources)));
  const root = itemOf(values);
  const groups = named(root, 'Imaging Measurements').below;
  return { values, root, groups };
}

function named(item: Item, concept: string): Item {
  const found = item.below.filter((child) => child.concept === concept);
  expect(found, concept).toHaveLength(1);
  return found[0] as Item;
}

const numbers = (group: Item) =>
  group.below
    .filter(({ relationship, unit }) => relationship === 'CONTAINS' && unit !== '')
    .map(({ concept, value, unit }) => [concept, Number(value), unit]);

describe('a report of volumes', () => {
  const { values, root, groups } = reported();

  it('measures every structure in millilitres, as a share of the intracranial space, and by its change', () => {
    expect(groups.map((group) => [named(group, 'Tracking Identifier').value, numbers(group)])).toEqual([
      [
        'Hippocampus',
        [
          ['Volume', 6.543, 'ml'],
          ['Volume as share of intracranial volume', 0.436, '%'],
          ['Volume change per year', -2.346, '%/a'],
        ],
      ],
      [
        'Brain ventricles',
        [
          ['Volume', 42.1, 'ml'],
          ['Volume as share of intracranial volume', 2.807, '%'],
          ['Volume change per year', 6.7, '%/a'],
        ],
      ],
      [
        'Deep grey matter',
        [
          ['Volume', 40, 'ml'],
          ['Volume as share of intracranial volume', 2.667, '%'],
        ],
      ],
      ['Intracranial space', [['Volume', 1500, 'ml']]],
    ]);
  });

  it('says over how many days a change is seen', () => {
    const [interval] = named(groups[0] as Item, 'Volume change per year').below;
    expect(interval).toMatchObject({ relationship: 'INFERRED FROM', concept: 'Duration', value: '365', unit: 'd' });
  });

  it('leaves out the share where the intracranial space was not measured', () => {
    const volumes = [{ structure: 'brain', volumeMl: 1100, change: null }] as const;
    expect(numbers(reported({ volumes }).groups[0] as Item)).toEqual([['Volume', 1100, 'ml']]);
  });

  it('finds each structure at its place, on both sides where there are two', () => {
    const sites = groups.map((group) =>
      group.below
        .filter(({ concept }) => concept === 'Finding Site')
        .map(({ value, below }) => [value, ...below.map((side) => side.value)]),
    );
    expect(sites[0]).toEqual([['Hippocampus', 'Bilateral']]);
    expect(sites[1]).toEqual([['Brain ventricle']]);
    expect(sites[2]).toHaveLength(5);
    expect(sites[3]).toEqual([['Intracranial']]);
  });

  it('places the day among the days of the patient without naming a date', () => {
    const [group] = groups as [Item];
    expect(named(group, 'Time Point').value).toBe('Day 365');
    expect(named(group, 'Longitudinal Temporal Offset from Event')).toMatchObject({ value: '365', unit: 'd' });
    const [first] = reported({ daysFromFirst: 0 }).groups as [Item];
    expect([named(first, 'Time Point').value, named(first, 'Time Point Type').value]).toEqual(['Baseline', 'Baseline']);
  });

  it('names Longview as observer, the model, and what the numbers are good for', () => {
    expect(named(root, 'Observer Type').value).toBe('Device');
    expect(named(root, 'Device Observer Name').value).toBe('Longview');
    expect(named(groups[0] as Item, 'Algorithm Name').value).toBe('brain-atrophy');
    expect(named(named(root, 'Qualitative Evaluations'), 'Comment').value).toMatch(
      /^MEASURED: volumes by model brain-atrophy 0\.1\.0, not reviewed\. Research and teaching only\. Not for diagnosis/,
    );
    expect(values.text(tagOf('VerificationFlag'))).toBe('UNVERIFIED');
  });

  it('says of a change that registration measured that no model gave it', () => {
    const { computation } = reportInput();
    const comparison = 'deformable registration of two dates';
    const file = reported({ computation: { ...computation, comparison } });
    const [group] = file.groups as [Item];
    expect(named(group, 'Algorithm Name').value).toBe('brain-atrophy');
    const change = named(group, 'Volume change per year');
    expect(named(change, 'Algorithm Name').value).toBe(comparison);
    expect(named(change, 'Algorithm Version').value).toBe('Longview 0.1.0');
    expect(named(groups[0] as Item, 'Volume change per year').below).toHaveLength(1);
    expect(named(named(file.root, 'Qualitative Evaluations'), 'Comment').value).toMatch(
      /^MEASURED: volumes by model brain-atrophy 0\.1\.0, their change by deformable registration of two dates, not/,
    );
  });

  it('says under which supposed course a foretold volume holds', () => {
    const { computation } = reportInput();
    const foretold = { outcome: { kind: 'predicted', horizonDays: 365 } } as const;
    const file = reported({ ...foretold, computation: { ...computation, supposed: 'healthy ageing' } });
    expect(named(named(file.root, 'Qualitative Evaluations'), 'Comment').value).toContain(
      ', not reviewed. Supposed: healthy ageing. Research',
    );
  });

  it('lists every image that was looked at, as library and as evidence', () => {
    const library = named(root, 'Image Library').below;
    const uids = library.map(({ below }) => below.filter(({ concept }) => concept === '').map(({ value }) => value));
    expect(uids).toEqual([1001, 1002].map((study) => [1, 2, 3, 4].map((k) => `2.25.${study}.1.${k}`)));
    expect(library.map((group) => named(group, 'Study Date').value)).toEqual(['20200102', '20190102']);
    const studies = (['CurrentRequestedProcedureEvidenceSequence', 'PertinentOtherEvidenceSequence'] as const).map(
      (keyword) => values.items(tagOf(keyword)).map((item) => item.text(tagOf('StudyInstanceUID'))),
    );
    expect(studies).toEqual([['2.25.1001'], ['2.25.1002']]);
  });

  it.each(['explicit', 'implicit'] as const)(
    'copies every patient and study attribute byte for byte (%s)',
    (encoding) => {
      const input = reportInput({}, twoDates({ encoding }));
      const written = readElements(volumeReportFile(input));
      const copied = [...readElements(input.reference).elements.values()].filter(({ tag }) => isPatientOrStudy(tag));
      expect(copied.length).toBeGreaterThan(12);
      for (const { tag, value } of copied) expect(written.elements.get(tag)?.value).toEqual(value);
    },
  );

  it('is synthetic where the day is predicted or the scans are generated, and only there', () => {
    const predicted = reported({ outcome: { kind: 'predicted', horizonDays: 365 } });
    const generated = reported({}, twoDates({ more: [textElement('SyntheticData', 'YES')] }));
    const marks = [values, predicted.values, generated.values].map((file) => file.text(tagOf('SyntheticData')));
    expect(marks).toEqual(['', 'YES', 'YES']);
    expect(named(predicted.groups[0] as Item, 'Time Point').value).toBe('Day 365, predicted');
    expect(predicted.values.text(tagOf('SeriesDescription'))).toBe('SYNTHETIC - PREDICTED +365 d volumes of the brain');
  });
});

describe('the identifier of a structure', () => {
  const tracked = (sources = twoDates(), more: Partial<VolumeReportInput> = {}): readonly string[] =>
    reported(more, sources).groups.map((group) => named(group, 'Tracking Unique Identifier').value);
  const idOf = (id: string) => ({ more: [textElement('PatientID', id)] });
  const issuer = textElement('IssuerOfPatientID', 'Hospital');

  it('is the same at every date, in every study and encoding', () => {
    const own = tracked();
    expect(new Set(own).size).toBe(4);
    expect(tracked([...twoDates()].reverse())).toEqual(own);
    expect(tracked(twoDates({ encoding: 'implicit' }), { daysFromFirst: 900 })).toEqual(own);
  });

  it('differs from patient to patient, and by who gave the ID', () => {
    expect(tracked(twoDates(idOf('P-2')))).not.toEqual(tracked());
    expect(tracked(twoDates({ more: [issuer] }))).not.toEqual(tracked());
    expect(tracked(twoDates(idOf('P-12')))[0]).not.toBe(tracked(twoDates(idOf('P-1')))[0]);
  });

  it('holds within one study where the patient has no ID', () => {
    const nameless = twoDates(idOf(''));
    expect(tracked(nameless)).toEqual(tracked(nameless));
    expect(tracked([...nameless].reverse())).not.toEqual(tracked(nameless));
  });
});

describe('a report that would be wrong cannot be built', () => {
  const one = (more: object) => [{ structure: 'hippocampus' as const, volumeMl: 6, change: null, ...more }];
  it.each<readonly [string, Partial<VolumeReportInput>]>([
    ['no volumes', { volumes: [] }],
    ['a structure twice', { volumes: [...one({}), ...one({})] }],
    ['a volume that is no number', { volumes: one({ volumeMl: NaN }) }],
    ['an empty volume', { volumes: one({ volumeMl: 0 }) }],
    [
      'more brain than room',
      { volumes: [...one({ volumeMl: 1600 }), { structure: 'intracranial', volumeMl: 1500, change: null }] },
    ],
    ['a loss of more than all', { volumes: one({ change: { percentPerYear: -51, intervalDays: 731 } }) }],
    ['a change in no time', { volumes: one({ change: { percentPerYear: 1, intervalDays: 0 } }) }],
    ['a day before the first', { daysFromFirst: -1 }],
    ['a predicted first scan', { daysFromFirst: 0, outcome: { kind: 'predicted', horizonDays: 365 } }],
    ['no sources', { sources: [] }],
  ])('from %s', (_, more) => {
    expect(() => volumeReportFile(reportInput(more))).toThrow(RangeError);
  });
});

describe('the codes of structures', () => {
  it('differ, and fit into their elements', () => {
    const structures = Object.keys(structureCodes) as readonly ReportedStructure[];
    const volumes = structures.map((structure) => ({ structure, volumeMl: 1, change: null }));
    const { groups } = reported({ volumes });
    expect(groups).toHaveLength(8);
    const codes = structures.map((structure) => structureCodes[structure].sites.map(([value]) => value).join());
    expect(new Set(codes).size).toBe(8);
  });
});

describe('a UID from a name', () => {
  it('is a version-8 UUID in decimal under 2.25', () => {
    const digest = (bytes: Uint8Array): Uint8Array => new Uint8Array(32).fill(bytes[0] ?? 0);
    expect(uidFromName('\0', digest)).toBe(`2.25.${BigInt('0x00000000000080008000000000000000')}`);
    expect(uidFromName('\xff', digest)).toBe(`2.25.${BigInt('0xffffffffffff8fffbfffffffffffffff')}`);
    // From Python's hashlib and uuid.
    expect(uidFromName('a', sha256)).toBe('2.25.269290709893686844195134956664967650381');
  });

  it('is made from bytes by a digest of 32', () => {
    expect(() => uidFromName('\u0100', sha256)).toThrow(RangeError);
    expect(() => uidFromName('a', () => new Uint8Array(16))).toThrow(RangeError);
  });
});
