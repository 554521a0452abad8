import type { SourceSeries } from '../predicted-series-input.ts';
import type { SourceScan } from './contributing-equipment.ts';
import { readElements, type SourceDataSet } from './read-elements.ts';

/** One series that went in, its headers read. */
export interface OpenSeries {
  readonly sequence: string;
  readonly slices: readonly SourceDataSet[];
}

/**
 * Headers of every file of every series that went in.
 *
 * @throws ExpectedError 'dicom/...' when a source cannot be read
 */
export function openSources(sources: readonly SourceSeries[]): readonly OpenSeries[] {
  return sources.map(({ sequence, files }) => ({ sequence, slices: files.map(readElements) }));
}

/** One file of each series. */
export function sourceScans(opened: readonly OpenSeries[]): readonly SourceScan[] {
  return opened.flatMap(({ sequence, slices: [file] }) => (file === undefined ? [] : [{ sequence, file }]));
}
