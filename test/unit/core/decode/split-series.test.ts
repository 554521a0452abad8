import { describe, expect, it } from 'vitest';
import type { ImageHeader } from '../../../../electron/core/decode/image-header.ts';
import { readHeader } from '../../../../electron/core/decode/read-header.ts';
import { splitSeries } from '../../../../electron/core/decode/split-series.ts';
import type { DicomDataset } from '../../../fixtures/dicom-file.ts';
import { dicomSlice, dicomStack } from '../../../fixtures/dicom-slice.ts';

type Elements = Readonly<Record<string, DicomDataset[string]>>;
const headersOf = (files: readonly Uint8Array[]): ImageHeader[] => files.map((bytes, k) => readHeader(bytes, `${k}`));
const with_ = (elements: Elements, slices = 3): readonly Uint8Array[] => dicomStack(slices, 2, { elements });

describe('splitSeries', () => {
  it('leaves a sound stack whole', () => {
    const parts = splitSeries(headersOf(dicomStack(4, 2)));
    expect(parts.map((part) => [part.headers.length, part.distinction])).toEqual([[4, '']]);
  });

  it.each<[string, Elements, Elements]>([
    ['EchoNumbers', { '00180086': ['IS', '1'] }, { '00180086': ['IS', '2'] }],
    ['EchoTime', { '00180081': ['DS', '20'] }, { '00180081': ['DS', '80'] }],
    ['TemporalPositionIdentifier', { '00200100': ['IS', '1'] }, { '00200100': ['IS', '2'] }],
    ['DiffusionBValue', { '00189087': ['FD', [0]] }, { '00189087': ['FD', [1000]] }],
    ['ImageType', { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\M'] }, { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\P'] }],
    ['AcquisitionNumber', { '00200012': ['IS', '1'] }, { '00200012': ['IS', '2'] }],
  ])('tells two volumes in one series apart by %s', (keyword, first, second) => {
    const parts = splitSeries(headersOf([...with_(first), ...with_(second)]));
    expect(parts.map((part) => part.headers.length)).toEqual([3, 3]);
    expect(parts.every((part) => part.stack !== null && part.distinction.startsWith(keyword))).toBe(true);
    expect(new Set(parts.map((part) => part.distinction)).size).toBe(2);
  });

  it('tells echoes of several dynamics apart by a pair of attributes', () => {
    const files = ['1', '2'].flatMap((echo) =>
      ['1', '2', '3'].flatMap((time) => with_({ '00180086': ['IS', echo], '00200100': ['IS', time] })),
    );
    const parts = splitSeries(headersOf(files));
    expect(parts.map((part) => part.headers.length)).toEqual([3, 3, 3, 3, 3, 3]);
    expect(parts.every((part) => part.stack !== null)).toBe(true);
  });

  it('refuses repeated positions that no attribute explains', () => {
    const parts = splitSeries(headersOf([...dicomStack(3, 2), dicomSlice({ position: [0, 0, 2], instance: 9 })]));
    expect(parts.map((part) => part.problem?.code)).toEqual(['series/repeated-slice']);
  });

  it('sets a scout of another plane apart from the stack', () => {
    const scout = dicomSlice({ position: [0, 0, 50], orientation: [0, 1, 0, 0, 0, -1], instance: 77 });
    const parts = splitSeries(headersOf([scout, ...dicomStack(5, 2)]));
    expect(parts.map((part) => [part.headers.length, part.problem?.code ?? null])).toEqual([
      [1, 'series/single-slice'],
      [5, null],
    ]);
  });

  it('keeps three crossing planes in one piece that says so', () => {
    const planes = [
      [1, 0, 0, 0, 1, 0],
      [0, 1, 0, 0, 0, -1],
      [1, 0, 0, 0, 0, -1],
    ].map((orientation, instance) => dicomSlice({ orientation, instance }));
    expect(splitSeries(headersOf(planes)).map((part) => part.problem?.code)).toEqual(['series/mixed-geometry']);
  });

  it('keeps headers in the order of the stack', () => {
    const headers = headersOf([...dicomStack(4, -3)]);
    const depths = splitSeries(headers)[0]?.headers.map((h) => h.geometry.imagePositionPatient?.[2]);
    expect(depths).toEqual([-9, -6, -3, 0]);
  });
});
