import type { PredictedSeriesInput } from '../predicted-series-input.ts';
import { notice } from '../provenance.ts';
import { longviewEquipment } from './contributing-equipment.ts';
import { dateAndTime } from './date-and-time.ts';
import { asciiText, decimalString, numberElement, textElement } from './element.ts';
import type { Element } from './encode-elements.ts';
import { readElements, scanOrigin, sourceText, type SourceDataSet } from './read-elements.ts';
import type { Storage } from './stored-values.ts';

/** Series, equipment and the synthetic marks: what a predicted series says about itself. */
export function seriesElements(input: PredictedSeriesInput, modality: 'MR' | 'CT'): Element[] {
  const { provenance, sequence } = input;
  const [date, time] = dateAndTime(input.createdAt);
  const { mark, label, relation, supposed } = provenance.claim;
  const model = `${provenance.model.id} ${provenance.model.version}`;
  return [
    textElement('SyntheticData', 'YES'),
    textElement('ContentQualification', 'RESEARCH'),
    textElement('Modality', modality),
    textElement('SeriesInstanceUID', input.newUid()),
    textElement('SeriesNumber', String(input.seriesNumber)),
    textElement('SeriesDate', date),
    textElement('SeriesTime', time),
    textElement('SeriesDescription', asciiText([mark, label, sequence].filter((part) => part !== '').join(' '), 64)),
    textElement(
      'ImageComments',
      asciiText(`${mark}, ${relation}. Supposed: ${supposed}. ${notice} Model ${model}.`, 10240),
    ),
    textElement('DerivationDescription', asciiText(derivation(input, model), 1024)),
    ...longviewEquipment(provenance),
  ];
}

/** Image, pixel description and the parts of the MR or CT image module that the source may lack. */
export function imageElements(
  input: PredictedSeriesInput,
  { modality, acquisition }: { modality: 'MR' | 'CT'; acquisition: SourceDataSet },
): Element[] {
  const [date, time] = dateAndTime(input.createdAt);
  const burnedIn = sourceText(acquisition, 'BurnedInAnnotation') === 'YES' ? 'YES' : 'NO';
  return [
    // A fourth value means multi-energy in CT (DICOM PS3.3 C.8.2.1.1.1), so only MR says it here too.
    textElement('ImageType', 'DERIVED', 'SECONDARY', ...(modality === 'CT' ? ['AXIAL'] : ['OTHER', 'PREDICTED'])),
    textElement('InstanceCreationDate', date),
    textElement('InstanceCreationTime', time),
    textElement('ContentDate', date),
    textElement('ContentTime', time),
    textElement('AcquisitionNumber'),
    textElement('BurnedInAnnotation', burnedIn),
    numberElement('SamplesPerPixel', 1),
    numberElement('BitsAllocated', 16),
    numberElement('BitsStored', 16),
    numberElement('HighBit', 15),
    ...(modality === 'CT' ? [textElement('KVP')] : []),
    ...missing(acquisition, modality),
  ];
}

/** Type 1 and 2 attributes of the MR image module; a source that lacks them is called research mode with no variant. */
function missing(acquisition: SourceDataSet, modality: 'MR' | 'CT'): Element[] {
  const fallbacks = [
    textElement('PhotometricInterpretation', 'MONOCHROME2'),
    ...(modality === 'CT' ? [] : mrFallbacks()),
  ];
  return fallbacks.filter(({ tag }) => !acquisition.elements.has(tag));
}

function mrFallbacks(): Element[] {
  return [
    textElement('ScanningSequence', 'RM'),
    textElement('SequenceVariant', 'NONE'),
    textElement('ScanOptions'),
    textElement('MRAcquisitionType'),
    textElement('EchoTime'),
    textElement('EchoTrainLength'),
  ];
}

/** Sign, slope and intercept of one slice. */
export function storageElements({ slope, intercept, signed, rescaled }: Storage, modality: 'MR' | 'CT'): Element[] {
  const sign = numberElement('PixelRepresentation', signed ? 1 : 0);
  if (modality === 'MR' && !rescaled) return [sign];
  return [
    sign,
    textElement('RescaleIntercept', decimalString(intercept)),
    textElement('RescaleSlope', decimalString(slope)),
    textElement('RescaleType', modality === 'CT' ? 'HU' : 'US'),
  ];
}

function derivation({ sources, provenance: { claim } }: PredictedSeriesInput, model: string): string {
  const dates = new Set(sources.map(({ date }) => date)).size;
  const origins = sources.map(({ files: [file] }) =>
    file === undefined ? 'acquired' : scanOrigin(readElements(file)),
  );
  const kinds = (['acquired', 'generated'] as const)
    .map((kind) => ({ kind, series: origins.filter((origin) => origin === kind).length }))
    .filter(({ series }) => series > 0)
    .map(({ kind, series }) => `${series} ${kind}`);
  return (
    `Synthesized by generative model ${model} from ${kinds.join(' and ')} series of ${dates} ` +
    `${dates === 1 ? 'date' : 'dates'}: ${claim.relation}, supposing ${claim.supposed}. Not an acquired image.`
  );
}
