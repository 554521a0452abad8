import { lesionClaim } from '../../../../electron/core/write/synthetic-claim.ts';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { stackSlices } from '../../../../electron/core/decode/stack-slices.ts';
import { checkPredictedFile } from '../../../../electron/core/write/dicom/check-predicted-file.ts';
import { isPatientOrStudy } from '../../../../electron/core/write/dicom/copied-attributes.ts';
import { textElement } from '../../../../electron/core/write/dicom/element.ts';
import type { Element } from '../../../../electron/core/write/dicom/encode-elements.ts';
import { encodeDicomFile } from '../../../../electron/core/write/dicom/encode-file.ts';
import { readElements, sourceNumbers, sourceText } from '../../../../electron/core/write/dicom/read-elements.ts';
import { writePredictedSeries } from '../../../../electron/core/write/predicted-series.ts';
import { uidFromRandomBytes } from '../../../../electron/core/write/uid.ts';
import { sourceSeries, type SourceOptions } from '../../../fixtures/dicom-source.ts';
import { predictedInput, someProvenance } from '../../../fixtures/predicted-input.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const grid = plainGrid([6, 5, 3], [0.9, 0.8, 5], [-10, -20, -30]);
const scan = volumeOf(grid, (i, j, k) => 10 * i + 7 * j + 100 * k);
const now = '2024-05-06T07:08:09';

function written(volume = scan, options: SourceOptions = {}) {
  const sources = sourceSeries(scan, options);
  const files = [...writePredictedSeries(predictedInput(volume, sources))];
  return { sources, files, first: readElements((files[0] as { bytes: Uint8Array }).bytes) };
}

function pixelsOf(bytes: Uint8Array, signed = false): number[] {
  const count = grid.size[0] * grid.size[1];
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 2 * count);
  return Array.from({ length: count }, (_, p) => (signed ? view.getInt16(2 * p, true) : view.getUint16(2 * p, true)));
}

describe('a predicted series', () => {
  it('has one file per slice, each with its own UID and name, all in one new series', () => {
    const { files, sources } = written();
    expect(files.map(({ name }) => name)).toEqual(['slice-0001.dcm', 'slice-0002.dcm', 'slice-0003.dcm']);
    expect(new Set(files.map(({ sopInstanceUid }) => sopInstanceUid)).size).toBe(3);
    const series = new Set(files.map(({ bytes }) => sourceText(readElements(bytes), 'SeriesInstanceUID')));
    expect(series.size).toBe(1);
    expect(series.has(sourceText(readElements(sources[0] as Uint8Array), 'SeriesInstanceUID'))).toBe(false);
  });

  it.each(['explicit', 'implicit'] as const)(
    'copies every patient and study attribute byte for byte (%s)',
    (encoding) => {
      const { sources, first } = written(scan, { encoding });
      const copied = [...readElements(sources[0] as Uint8Array).elements.values()].filter(({ tag }) =>
        isPatientOrStudy(tag),
      );
      expect(copied.length).toBeGreaterThan(12);
      for (const { tag, value } of copied) expect(first.elements.get(tag)?.value).toEqual(value);
    },
  );

  it('leaves dose, exposure and energy behind', () => {
    expect(written(scan, {}).first.elements.has(0x00181316)).toBe(false);
    const ct = written(scan, { modality: 'CT', rescale: ['1', '0'] }).first;
    expect([0x00181151, 0x00181152].some((tag) => ct.elements.has(tag))).toBe(false);
    expect(sourceText(ct, 'KVP')).toBeNull();
  });

  it('keeps the stored values of a scan that does not change', () => {
    for (const rescale of [undefined, ['2.5', '-13'], ['0.01', '0']] as const) {
      const { files, sources } = written(scan, rescale === undefined ? {} : { rescale });
      files.forEach(({ bytes }, slice) => expect(pixelsOf(bytes)).toEqual(pixelsOf(sources[slice] as Uint8Array)));
    }
  });

  it('keeps the stored values of a scan whose slope and intercept differ from slice to slice', () => {
    const rescales = [
      ['2.5', '-13'],
      ['0.5', '0'],
      ['1.25', '7'],
    ] as const;
    const sources = rescales.map((rescale, slice) => sourceSeries(scan, { rescale })[slice] as Uint8Array);
    const decoded = volumeOf(grid, (i, j, k) => {
      const [slope, intercept] = (rescales[k] as readonly [string, string]).map(Number) as [number, number];
      return slope * Math.round((10 * i + 7 * j + 100 * k - intercept) / slope) + intercept;
    });
    const files = [...writePredictedSeries(predictedInput(decoded, sources))];
    files.forEach(({ bytes }, slice) => {
      const file = readElements(bytes);
      const written = [sourceText(file, 'RescaleSlope'), sourceText(file, 'RescaleIntercept')];
      expect(written).toEqual(rescales[slice]);
      expect(pixelsOf(bytes)).toEqual(pixelsOf(sources[slice] as Uint8Array));
    });
  });

  it('stores in one way a sequence that is not on its own grid', () => {
    const grids = [
      ['2', '0'],
      ['3', '0'],
      ['4', '0'],
    ] as const;
    const gridFiles = grids.map((rescale, slice) => sourceSeries(scan, { rescale })[slice] as Uint8Array);
    const [acquisitionFile] = sourceSeries(scan, { series: 2, rescale: ['0.5', '0'] });
    const files = [
      ...writePredictedSeries(predictedInput(scan, gridFiles, { acquisitionFile: acquisitionFile as Uint8Array })),
    ];
    expect(files.map(({ bytes }) => sourceText(readElements(bytes), 'RescaleSlope'))).toEqual(['0.5', '0.5', '0.5']);
  });

  it('stores what is too dark as the darkest, and rounds to the nearest', () => {
    const darker = volumeOf(grid, (i) => (i === 0 ? -40 : i + 0.6));
    expect(pixelsOf((written(darker).files[0] as { bytes: Uint8Array }).bytes).slice(0, 3)).toEqual([0, 2, 3]);
  });

  it('stores signed values, and widens the slope when 16 bits are too few', () => {
    const hounsfield = volumeOf(grid, (i) => -1000 + i);
    const signed = written(hounsfield, { modality: 'CT', signed: true, rescale: ['1', '0'] });
    expect(pixelsOf((signed.files[0] as { bytes: Uint8Array }).bytes, true)[1]).toBe(-999);
    const { files, first } = written(volumeOf(grid, (i) => 40_000 * i));
    const slope = sourceNumbers(first, 'RescaleSlope')?.[0] ?? NaN;
    const restored = pixelsOf((files[0] as { bytes: Uint8Array }).bytes).map((stored) => stored * slope);
    // Half a step of the widened slope, 200000 / 65535.
    expect(Math.max(...restored.map((value, p) => Math.abs(value - 40_000 * (p % 6))))).toBeLessThan(1.6);
  });

  it('names every slice of every date as a source, other studies by their own UID', () => {
    const later = sourceSeries(scan);
    const earlier = sourceSeries(scan, { study: 2, date: '20190101', withPixels: false });
    const sources = [
      { date: '2020-01-02', sequence: 'T1c', files: later },
      { date: '2019-01-01', sequence: 'T1c', files: earlier },
    ];
    const [file] = writePredictedSeries(predictedInput(scan, later, { sources }));
    const text = String.fromCharCode(...(file as { bytes: Uint8Array }).bytes);
    for (const source of [...later, ...earlier]) {
      expect(text).toContain(sourceText(readElements(source), 'SOPInstanceUID') ?? 'missing');
    }
    expect(readElements((file as { bytes: Uint8Array }).bytes).elements.has(0x00081200)).toBe(true);
  });

  it.each([
    [['acquired'], 'from 1 acquired series of 1 date:'],
    [['generated'], 'from 1 generated series of 1 date:'],
    [['generated', 'generated'], 'from 2 generated series of 1 date:'],
    [['acquired', 'generated'], 'from 1 acquired and 1 generated series of 1 date:'],
  ])('says of %j scans that it comes %s', (origins, words) => {
    const sources = origins.map((origin, k) => {
      const more = origin === 'generated' ? [textElement('SyntheticData', 'YES')] : [];
      return { date: '2020-01-02', sequence: 'T1c', files: sourceSeries(scan, { series: k + 1, more }) };
    });
    const [file] = writePredictedSeries(predictedInput(scan, sources[0]?.files ?? [], { sources }));
    const { bytes } = file as { bytes: Uint8Array };
    expect(sourceText(readElements(bytes), 'DerivationDescription')).toContain(words);
    const text = String.fromCharCode(...bytes);
    const has = (origin: string): boolean => origins.includes(origin);
    expect(text.includes('Acquired the T1c scan')).toBe(has('acquired'));
    expect(text.includes('Acquisition Equipment')).toBe(has('acquired'));
    expect(text.includes('Generated the T1c scan')).toBe(has('generated'));
  });

  it('takes the look of another series on the grid of the first', () => {
    const files = sourceSeries(scan);
    const flair = sourceSeries(scan, { series: 2, encoding: 'implicit', more: [textElement('EchoTime', '120')] });
    const [file] = writePredictedSeries(
      predictedInput(scan, files, { sequence: 'FLAIR', acquisitionFile: flair[0] as Uint8Array }),
    );
    const read = readElements((file as { bytes: Uint8Array }).bytes);
    expect(sourceText(read, 'EchoTime')).toBe('120');
    expect(sourceText(read, 'SeriesDescription')).toBe('SYNTHETIC - PREDICTED +90 d FLAIR');
  });

  it('says in every file which treatment is supposed, so that two forecasts of a patient are told apart', () => {
    const treatment = { arm: 'radiotherapy', startDays: -7, doseGy: 60, doseFrom: 'prescription' } as const;
    const provenance = { ...someProvenance, claim: lesionClaim(90, treatment) };
    const [file] = writePredictedSeries(predictedInput(scan, sourceSeries(scan), { provenance }));
    const read = readElements((file as { bytes: Uint8Array }).bytes);
    expect(sourceText(read, 'SeriesDescription')).toBe('SYNTHETIC - PREDICTED +90 d radiotherapy T1c');
    for (const keyword of ['ImageComments', 'DerivationDescription'] as const) {
      expect(sourceText(read, keyword)).toContain('radiotherapy from day -7, 60 Gy prescribed');
    }
  });

  it.each([
    { name: '0.05 mm along the stack', off: [0, 0, 0.05] },
    { name: '3 % of the gap along the stack', off: [0, 0, -0.15] },
    { name: '0.99 mm sideways', off: [0.594, -0.792, 0] },
  ])('keeps the own place of a slice that lies $name off its even place', ({ off }) => {
    const even = sourceSeries(scan);
    const place = sourceNumbers(readElements(even[1] as Uint8Array), 'ImagePositionPatient') ?? [];
    const own = place.map((value, k) => String(Number((value + (off[k] as number)).toFixed(6))));
    const uneven = sourceSeries(scan, { more: [textElement('ImagePositionPatient', ...own)] });
    const files = even.map((file, slice) => (slice === 1 ? (uneven[1] as Uint8Array) : file));
    const { grid: read } = stackSlices(files.map((file, slice) => readHeader(file, `${slice}`)));
    const [, second] = [...writePredictedSeries(predictedInput({ grid: read, data: scan.data }, files))];
    const written = readElements((second as { bytes: Uint8Array }).bytes);
    expect(sourceText(written, 'ImagePositionPatient')).toBe(own.join('\\'));
  });

  it('takes directions and spacings that reading takes for the same', () => {
    const bent = [textElement('ImageOrientationPatient', '1', '0', '0', '0.0009', '1', '0')];
    const wider = [textElement('PixelSpacing', '0.8009', '0.9009')];
    const [even, turned, stretched] = [{}, { more: bent }, { more: wider }].map((more) => sourceSeries(scan, more));
    const files = [even?.[0], turned?.[1], stretched?.[2]] as Uint8Array[];
    const { grid: read } = stackSlices(files.map((file, slice) => readHeader(file, `${slice}`)));
    expect([...writePredictedSeries(predictedInput({ grid: read, data: scan.data }, files))]).toHaveLength(3);
  });

  it('refuses a slice half a gap from its place', () => {
    const even = sourceSeries(scan);
    const half = sourceSeries(scan, { more: [textElement('ImagePositionPatient', '-10', '-20', '-22.5')] });
    const files = even.map((file, slice) => (slice === 1 ? (half[1] as Uint8Array) : file));
    expect(() => [...writePredictedSeries(predictedInput(scan, files))]).toThrow(RangeError);
  });

  it('refuses files in another order or on another grid, and other kinds of image', () => {
    const files = sourceSeries(scan);
    expect(() => [...writePredictedSeries(predictedInput(scan, [...files].reverse()))]).toThrow(RangeError);
    const moved = { grid: { ...grid, originMm: [-8, -20, -30] as const }, data: scan.data };
    expect(() => [...writePredictedSeries(predictedInput(moved, files))]).toThrow(RangeError);
    expect(() => [...writePredictedSeries(predictedInput(scan, files.slice(1)))]).toThrow(RangeError);
    const pet = sourceSeries(scan, { more: [textElement('Modality', 'PT')] });
    expect(() => [...writePredictedSeries(predictedInput(scan, pet))]).toThrow('output/unsupported-modality');
  });
});

describe('the rules of our own', () => {
  const [file] = written().files;
  const elements = [...readElements((file as { bytes: Uint8Array }).bytes).elements.values()];
  const sop = { classUid: '1.2.3', instanceUid: '1.2.4', implementationVersion: 'TEST' };
  const broken = (without: readonly number[], more: readonly Element[]): readonly string[] => {
    const replaced = new Set([...without, ...more.map(({ tag }) => tag)]);
    const kept = elements.filter(({ tag }) => !replaced.has(tag));
    return checkPredictedFile(encodeDicomFile([...kept, ...more], 'explicit', sop), now);
  };

  it('are kept by what we write', () => {
    expect(broken([], [])).toEqual([]);
  });

  it.each([
    ['SyntheticData is YES', [], [textElement('SyntheticData', 'TRUE')]],
    ['SyntheticData is YES', [0x0008001c], []],
    ['ImageType is DERIVED, SECONDARY', [], [textElement('ImageType', 'ORIGINAL', 'PRIMARY')]],
    ['SourceImageSequence has items', [0x00082112], []],
    ['ContributingEquipmentSequence has items', [0x0018a001], []],
    ['no date in the future', [], [textElement('ContentDate', '20240507')]],
    ['no date in the future', [], [textElement('SeriesDate', '20231342')]],
    ['no acquisition date of its own', [], [textElement('AcquisitionDate', '20200101')]],
    ['SeriesDescription carries the mark', [], [textElement('SeriesDescription', 'T1c')]],
    [
      'no dose, exposure or presentation intent',
      [],
      [{ tag: 0x00080068, vr: 'CS', value: new Uint8Array(2), undefinedLength: false }],
    ],
  ] as const)('notice when broken: %s', (rule, without, more) => {
    expect(broken(without, more)).toContain(rule);
  });
});

describe('a UID', () => {
  it('is a version-4 UUID in decimal under 2.25, at most 64 characters', () => {
    expect(uidFromRandomBytes(new Uint8Array(16).fill(255))).toBe(
      `2.25.${BigInt('0xffffffffffff4fffbfffffffffffffff')}`,
    );
    expect(uidFromRandomBytes(new Uint8Array(16))).toBe(`2.25.${BigInt('0x00000000000040008000000000000000')}`);
    expect(uidFromRandomBytes(new Uint8Array(16).fill(255)).length).toBeLessThanOrEqual(64);
  });

  it('is not made from fewer bytes', () => {
    expect(() => uidFromRandomBytes(new Uint8Array(8))).toThrow(RangeError);
  });
});
