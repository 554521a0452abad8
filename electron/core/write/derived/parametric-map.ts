import { withFrameOfReference } from '../dicom/complete-elements.ts';
import { frameOfReference, lossyCompression } from '../dicom/copied-attributes.ts';
import { asciiText, bytesElement, numberElement, sequenceElement, textElement } from '../dicom/element.ts';
import type { Element } from '../dicom/encode-elements.ts';
import { sourceText, type SourceDataSet } from '../dicom/read-elements.ts';
import { instanceReferences, sourceImages } from '../dicom/source-references.ts';
import { notice } from '../provenance.ts';
import { ownCodes } from './codes.ts';
import { derivedFile, mapRules } from './derived-file.ts';
import { derivedHeader, supposedInWords, type DerivedHeader } from './derived-header.ts';
import { dimensionElements, mapImageType, perFrameGroups, sharedGroups } from './functional-groups.ts';
import { mapPixels, padding } from './map-pixels.ts';
import type { ParametricMapInput } from './parametric-map-input.ts';
import { quantities, realWorldMapping } from './real-world-mapping.ts';

const parametricMapStorage = '1.2.840.10008.5.1.4.1.1.30';

/**
 * A map of the brain as one DICOM Parametric Map: single-precision values with their unit, one frame per slice of the map's
 * own grid, in the frame of reference of the scan. What is not trusted is padding, which no real-world value stands for.
 *
 * @returns the whole file
 * @throws ExpectedError 'dicom/...' when a source cannot be read
 * @throws RangeError when map, mask and limits do not make a valid object (programming faults)
 * @see DICOM PS3.3 A.75
 */
export function parametricMapFile(input: ParametricMapInput): Uint8Array {
  const { map, quantity, intervalDays, displayLimit } = input;
  if (!(displayLimit > 0 && displayLimit < Infinity)) throw new RangeError('a display limit is above 0');
  if (intervalDays !== null && !(Number.isInteger(intervalDays) && intervalDays > 0)) {
    throw new RangeError('a change takes days');
  }
  const over = intervalDays === null ? '' : `, over ${intervalDays} days`;
  const pixels = mapPixels(input);
  const { words } = quantities[quantity];
  const header = derivedHeader(input, {
    classUid: parametricMapStorage,
    modality: null,
    title: quantity.replaceAll('-', ' '),
  });
  const { encoding } = header;
  const slices = header.opened.map((series) => series.slices);
  const shared = {
    displayLimit,
    realWorldMapping: realWorldMapping(input, pixels.range, encoding),
    sourceImages: sourceImages(slices, encoding),
    derivation: input.outcome.kind === 'measured' ? ownCodes.comparison : ownCodes.prediction,
  };
  const content = [
    ...withFrameOfReference(frameOfReference(header.reference), input.newUid),
    ...instanceReferences(slices, header.studyInstanceUid, encoding),
    ...imageElements(input, header, `${header.mark}: ${words}${over}. ${supposedInWords(input.computation)}${notice}`),
    ...lossyElements(slices.flat()),
    sharedGroups(map.grid, shared, encoding),
    perFrameGroups(map.grid, encoding),
    ...dimensionElements(input.newUid(), encoding),
    // The same value twice: validators ask for a range wherever there is padding.
    numberElement('FloatPixelPaddingValue', padding),
    numberElement('FloatPixelPaddingRangeLimit', padding),
    bytesElement('FloatPixelData', pixels.bytes),
  ];
  return derivedFile(input, header, content, mapRules);
}

function imageElements(
  { map, quantity, outcome, computation }: ParametricMapInput,
  header: DerivedHeader,
  comments: string,
): Element[] {
  const { contentLabel, words } = quantities[quantity];
  const [columns, rows, frames] = map.grid.size;
  return [
    textElement('ImageType', ...mapImageType),
    textElement('ContentQualification', 'RESEARCH'),
    textElement('ContentLabel', contentLabel),
    textElement('ContentDescription', words),
    textElement('ContentCreatorName'),
    textElement('ImageComments', asciiText(comments, 10240)),
    textElement(
      'DerivationDescription',
      asciiText(
        `${words}, ${outcome.kind} by ${computedBy(computation)} from ${header.opened.length} series. Not an acquired image.`,
        1024,
      ),
    ),
    textElement('PixelPresentation', 'MONOCHROME'),
    textElement('PresentationLUTShape', 'IDENTITY'),
    textElement('BurnedInAnnotation', 'NO'),
    textElement('RecognizableVisualFeatures', 'NO'),
    sequenceElement('AcquisitionContextSequence', [], header.encoding),
    numberElement('SamplesPerPixel', 1),
    textElement('PhotometricInterpretation', 'MONOCHROME2'),
    textElement('NumberOfFrames', String(frames)),
    numberElement('Columns', columns),
    numberElement('Rows', rows),
    numberElement('BitsAllocated', 32),
  ];
}

/** A map that registration measured is no model's. */
function computedBy({ model, comparison, programVersion }: ParametricMapInput['computation']): string {
  return comparison === null ? `model ${model.id} ${model.version}` : `${comparison}, Longview ${programVersion},`;
}

/** Deriving a map loses nothing that counts as compression, but what its sources had lost stays said (DICOM PS3.3 C.8.32.2.1). */
function lossyElements(slices: readonly SourceDataSet[]): Element[] {
  const lossy = slices.find((slice) => sourceText(slice, 'LossyImageCompression') === '01');
  return lossy === undefined ? [textElement('LossyImageCompression', '00')] : lossyCompression(lossy);
}
