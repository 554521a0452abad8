import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { voxelToLps } from '../../../../electron/core/base/grid.ts';
import type { ElementValues } from '../../../../electron/core/decode/element-values.ts';
import { readDataset } from '../../../../electron/core/decode/read-dataset.ts';
import { tagOf, type Keyword } from '../../../../electron/core/write/dicom/attributes.ts';
import {
  brokenRules,
  derivedRules,
  syntheticRules,
  type Rule,
} from '../../../../electron/core/write/dicom/check-predicted-file.ts';
import { isPatientOrStudy } from '../../../../electron/core/write/dicom/copied-attributes.ts';
import { textElement } from '../../../../electron/core/write/dicom/element.ts';
import type { Element } from '../../../../electron/core/write/dicom/encode-elements.ts';
import { readElements } from '../../../../electron/core/write/dicom/read-elements.ts';
import { mapRules, reportRules } from '../../../../electron/core/write/derived/derived-file.ts';
import type { ParametricMapInput } from '../../../../electron/core/write/derived/parametric-map-input.ts';
import { parametricMapFile } from '../../../../electron/core/write/derived/parametric-map.ts';
import { volumeReportFile } from '../../../../electron/core/write/derived/volume-report.ts';
import { mapInput, reportInput, someMap, turnedGrid, twoDates } from '../../../fixtures/derived-inputs.ts';
import { seededUids } from '../../../fixtures/predicted-input.ts';
import { maskOf } from '../../../fixtures/volumes.ts';

function open(bytes: Uint8Array) {
  const dataset = readDataset({ bytes, file: 'map', fileLength: bytes.length });
  const pixels = dataset.elements.get(tagOf('FloatPixelData'));
  const view = new DataView(bytes.buffer, bytes.byteOffset + (pixels?.offset ?? NaN), pixels?.length ?? NaN);
  const voxels = Array.from({ length: view.byteLength / 4 }, (_, v) => view.getFloat32(4 * v, true));
  return { values: dataset.values, voxels };
}

/** The one item of a sequence within the one item of another, and so on. */
function within(values: ElementValues, ...path: readonly Keyword[]): ElementValues {
  return path.reduce((above, keyword) => {
    const items = above.items(tagOf(keyword));
    expect(items, keyword).toHaveLength(1);
    return items[0] as ElementValues;
  }, values);
}

const shared = 'SharedFunctionalGroupsSequence';

describe('a parametric map', () => {
  const { values, voxels } = open(parametricMapFile(mapInput()));

  it('holds the trusted values to the bit, and padding everywhere else', () => {
    const expected = [...someMap.map.data].map((value, v) => (someMap.trusted.data[v] === 1 ? value : -1000));
    expect(voxels).toEqual(expected);
    expect(expected.filter((value) => value === -1000)).toHaveLength(2 * 6 * 5);
    expect(values.number(tagOf('FloatPixelPaddingValue'))).toBe(-1000);
    expect(values.number(tagOf('BitsAllocated'))).toBe(32);
  });

  it('takes anything where nothing is trusted', () => {
    const data = someMap.map.data.map((value, v) => (someMap.trusted.data[v] === 1 ? value : NaN));
    expect(open(parametricMapFile(mapInput({ map: { ...someMap.map, data } }))).voxels[0]).toBe(-1000);
  });

  it('lies where the grid lies, frame by frame', () => {
    expect(values.number(tagOf('NumberOfFrames'))).toBe(5);
    const frames = values.items(tagOf('PerFrameFunctionalGroupsSequence'));
    const positions = frames.map((frame) =>
      within(frame, 'PlanePositionSequence').numbers(tagOf('ImagePositionPatient')),
    );
    const places = [0, 1, 2, 3, 4].map((slice) => applyAffine(voxelToLps(turnedGrid), [0, 0, slice]));
    expect(positions).toEqual(places);
    const order = frames.map((frame) => within(frame, 'FrameContentSequence').number(tagOf('DimensionIndexValues')));
    expect(order).toEqual([1, 2, 3, 4, 5]);
    const orientation = within(values, shared, 'PlaneOrientationSequence').numbers(tagOf('ImageOrientationPatient'));
    expect(orientation).toEqual([0.6, 0.8, 0, -0.8, 0.6, 0]);
    const measures = within(values, shared, 'PixelMeasuresSequence');
    expect(measures.numbers(tagOf('PixelSpacing'))).toEqual([2.5, 2]);
    expect(measures.numbers(tagOf('SliceThickness'))).toEqual([3]);
    expect(values.text(tagOf('FrameOfReferenceUID'))).toBe('2.25.1001.99');
  });

  it.each([
    ['volume-change-per-year', '%/a', 'VOL_CHANGE_YEAR'],
    ['volume-change', '%', 'VOL_CHANGE'],
  ] as const)('says of %s what it is, in %s', (quantity, unit, code) => {
    const file = open(parametricMapFile(mapInput({ quantity, intervalDays: 730 })));
    const mapping = within(file.values, shared, 'RealWorldValueMappingSequence');
    const units = within(mapping, 'MeasurementUnitsCodeSequence');
    expect([units.text(tagOf('CodeValue')), units.text(tagOf('CodingSchemeDesignator'))]).toEqual([unit, 'UCUM']);
    const [what, interval] = mapping.items(tagOf('QuantityDefinitionSequence')) as [ElementValues, ElementValues];
    expect(within(what, 'ConceptCodeSequence').text(tagOf('CodeValue'))).toBe(code);
    expect(interval.number(tagOf('NumericValue'))).toBe(730);
    expect(mapping.number(tagOf('RealWorldValueSlope'))).toBe(1);
    expect(mapping.number(tagOf('RealWorldValueIntercept'))).toBe(0);
  });

  it('maps every stored value, so that no reader stops at one', () => {
    const range = (from: ElementValues): (number | null)[] =>
      (['First', 'Last'] as const).map((end) => from.number(tagOf(`DoubleFloatRealWorldValue${end}ValueMapped`)));
    const mapping = within(values, shared, 'RealWorldValueMappingSequence');
    expect(range(mapping)).toEqual([-1000, Math.max(...voxels)]);
    const everywhere = open(parametricMapFile(mapInput({ trusted: maskOf(turnedGrid, () => true) })));
    const whole = within(everywhere.values, shared, 'RealWorldValueMappingSequence');
    expect(range(whole)).toEqual([Math.min(...someMap.map.data), Math.max(...someMap.map.data)]);
  });

  it('names every slice of every date as its source', () => {
    const items = within(values, shared, 'DerivationImageSequence').items(tagOf('SourceImageSequence'));
    const named = items.map((item) => item.text(tagOf('ReferencedSOPInstanceUID')));
    expect(named).toEqual([1, 2].flatMap((study) => [1, 2, 3, 4].map((k) => `2.25.${1000 + study}.1.${k}`)));
    expect(within(values, 'ReferencedSeriesSequence').text(tagOf('SeriesInstanceUID'))).toBe('2.25.1001.1');
    const other = within(values, 'StudiesContainingOtherReferencedInstancesSequence');
    expect(other.text(tagOf('StudyInstanceUID'))).toBe('2.25.1002');
  });

  it('shows change around nothing, as far as asked', () => {
    const window = within(values, shared, 'FrameVOILUTSequence');
    expect([window.number(tagOf('WindowCenter')), window.number(tagOf('WindowWidth'))]).toEqual([0, 8]);
  });

  it.each(['explicit', 'implicit'] as const)(
    'copies every patient and study attribute byte for byte (%s)',
    (encoding) => {
      const input = mapInput({}, twoDates({ encoding }));
      const written = readElements(parametricMapFile(input));
      const copied = [...readElements(input.reference).elements.values()].filter(({ tag }) => isPatientOrStudy(tag));
      expect(copied.length).toBeGreaterThan(12);
      for (const { tag, value } of copied) expect(written.elements.get(tag)?.value).toEqual(value);
      expect(written.encoding).toBe(encoding);
    },
  );

  it('says that its sources once were compressed with loss', () => {
    const lossy = [
      textElement('LossyImageCompression', '01'),
      { ...textElement('PixelSpacing', '12.5'), tag: 0x00282112 },
      { ...textElement('Modality', 'ISO_10918_1'), tag: 0x00282114 },
    ];
    const file = open(parametricMapFile(mapInput({}, twoDates({ more: lossy })))).values;
    expect([file.text(0x00282110), file.number(0x00282112), file.text(0x00282114)]).toEqual([
      '01',
      12.5,
      'ISO_10918_1',
    ]);
    expect(values.text(0x00282110)).toBe('00');
  });

  it('shares a new frame of reference with nothing where the source has none', () => {
    const nowhere = twoDates({ more: [textElement('FrameOfReferenceUID')] });
    const [first, second] = [1, 2].map((seed) =>
      open(parametricMapFile(mapInput({ newUid: seededUids(seed) }, nowhere))).values.text(
        tagOf('FrameOfReferenceUID'),
      ),
    );
    expect(first).toMatch(/^2\.25\.\d+$/);
    expect(second).not.toBe(first);
  });

  it('is of no single modality where its sources are of two', () => {
    const [first, second] = [twoDates()[0], twoDates({ modality: 'CT', rescale: ['1', '0'] })[1]];
    const file = open(parametricMapFile(mapInput({}, [first, second] as never))).values;
    expect([values.text(tagOf('Modality')), file.text(tagOf('Modality'))]).toEqual(['MR', 'OT']);
  });
});

describe('where a parametric map comes from', () => {
  const made = (more: Partial<ParametricMapInput>, sources = twoDates()): ElementValues =>
    open(parametricMapFile(mapInput(more, sources))).values;
  const said = (file: ElementValues) => {
    const [longview, scanner] = file.items(tagOf('ContributingEquipmentSequence')) as [ElementValues, ElementValues];
    return {
      synthetic: file.text(tagOf('SyntheticData')),
      series: file.text(tagOf('SeriesDescription')),
      derivation: within(file, shared, 'DerivationImageSequence', 'DerivationCodeSequence').text(tagOf('CodeValue')),
      longview: within(longview, 'PurposeOfReferenceCodeSequence').text(tagOf('CodeValue')),
      scanner: within(scanner, 'PurposeOfReferenceCodeSequence').text(tagOf('CodeValue')),
      work: longview.text(tagOf('ContributionDescription')),
    };
  };
  const work = `model brain-atrophy 0.1.0; sha256 ${'ab'.repeat(32)}; seed 1;`;
  const generated = twoDates({ more: [textElement('SyntheticData', 'YES')] });

  it('is said of a measured one, which is no synthetic data', () => {
    expect(said(made({}))).toEqual({
      synthetic: '',
      series: 'MEASURED volume change per year',
      derivation: 'COMPARISON',
      longview: '109102',
      scanner: '109101',
      work: `${work} provider cpu; course=healthy`,
    });
  });

  it("is said of one that registration measured, which is no model's", () => {
    const { computation } = mapInput();
    const comparison = 'deformable registration of two dates';
    const file = made({ computation: { ...computation, comparison, seed: null, parameters: {} } });
    expect(said(file).work).toBe(
      `change by ${comparison}; outlines by model brain-atrophy 0.1.0; sha256 ${'ab'.repeat(32)}; provider cpu`,
    );
    const description = (one: ElementValues) => one.text(tagOf('DerivationDescription'));
    expect(description(file)).toMatch(/, measured by deformable registration of two dates, Longview 0\.1\.0, from 2/);
    expect(description(file)).not.toContain('brain-atrophy');
    expect(description(made({}))).toMatch(/, measured by model brain-atrophy 0\.1\.0 from 2 series/);
  });

  it('is said of a predicted one, which is', () => {
    expect(said(made({ outcome: { kind: 'predicted', horizonDays: 730 } }))).toEqual({
      synthetic: 'YES',
      series: 'SYNTHETIC - PREDICTED +2 y volume change per year',
      derivation: 'PREDICTION',
      longview: '109100',
      scanner: '109101',
      work: `${work} horizon 730 d; provider cpu; course=healthy`,
    });
  });

  it('names the supposed course of a predicted one', () => {
    const { computation } = mapInput();
    const file = made({ computation: { ...computation, supposed: 'healthy ageing' } });
    expect(file.text(tagOf('ImageComments'))).toContain(', over 365 days. Supposed: healthy ageing. Research');
    expect(made({}).text(tagOf('ImageComments'))).not.toContain('Supposed');
  });

  it('is inherited from generated scans', () => {
    expect(said(made({}, generated))).toMatchObject({
      synthetic: 'YES',
      series: 'SYNTHETIC - GENERATED SCAN volume change per year',
      scanner: '109100',
    });
  });
});

describe('the rules of our own for derived objects', () => {
  const predicted = parametricMapFile(mapInput({ outcome: { kind: 'predicted', horizonDays: 730 } }));
  const report = volumeReportFile(reportInput());
  const noticed = (file: Uint8Array, rules: readonly Rule[], without: Keyword, instead?: Element) => {
    const source = readElements(file);
    const elements = new Map(source.elements);
    elements.delete(tagOf(without));
    if (instead !== undefined) elements.set(instead.tag, instead);
    return brokenRules({ ...source, elements }, '2024-05-06T07:08:09', rules);
  };

  const imageType = textElement('ImageType', 'ORIGINAL', 'PRIMARY');
  it.each<{ rule: string; file: Uint8Array; rules: readonly Rule[]; without: Keyword; instead?: Element }>([
    { rule: 'SyntheticData is YES', file: predicted, rules: syntheticRules, without: 'SyntheticData' },
    {
      rule: 'SeriesDescription carries the mark',
      file: predicted,
      rules: syntheticRules,
      without: 'SeriesDescription',
    },
    {
      rule: 'ContributingEquipmentSequence has items',
      file: predicted,
      rules: derivedRules,
      without: 'ContributingEquipmentSequence',
    },
    {
      rule: 'no date in the future',
      file: report,
      rules: derivedRules,
      without: 'ContentDate',
      instead: textElement('ContentDate', '20240507'),
    },
    {
      rule: 'ImageType is DERIVED, PRIMARY',
      file: predicted,
      rules: mapRules,
      without: 'ImageType',
      instead: imageType,
    },
    { rule: 'ContentQualification is RESEARCH', file: predicted, rules: mapRules, without: 'ContentQualification' },
    { rule: 'VerificationFlag is UNVERIFIED', file: report, rules: reportRules, without: 'VerificationFlag' },
  ])('notice when broken: $rule', ({ rule, file, rules, without, instead }) => {
    expect(noticed(file, rules, 'StudyID')).toEqual([]);
    expect(noticed(file, rules, without, instead)).toEqual([rule]);
  });
});
