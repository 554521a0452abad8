import { ExpectedError } from '../base/expected-error.ts';
import { checkPredictedFile } from './dicom/check-predicted-file.ts';
import { withEmptyStudyElements, withFrameOfReference } from './dicom/complete-elements.ts';
import { contributingEquipment } from './dicom/contributing-equipment.ts';
import { appearance, patientAndStudy, placeInPatient, placeOfSlice } from './dicom/copied-attributes.ts';
import { bytesElement, numberElement, textElement } from './dicom/element.ts';
import type { Element, Encoding } from './dicom/encode-elements.ts';
import { encodeDicomFile } from './dicom/encode-file.ts';
import { openSources, sourceScans } from './dicom/open-sources.ts';
import { imageElements, seriesElements, storageElements } from './dicom/predicted-attributes.ts';
import { readElements, sourceText, type SourceDataSet } from './dicom/read-elements.ts';
import { requireSliceAt } from './dicom/slice-place.ts';
import { required, sourceReferences } from './dicom/source-references.ts';
import { planStorage, storedSlice, type Storage } from './dicom/stored-values.ts';
import type { PredictedSeriesInput } from './predicted-series-input.ts';
import { provenanceInWords } from './provenance.ts';

/** One file ready to be written. */
export interface DicomFile {
  /** For example 'slice-0001.dcm'. */
  readonly name: string;
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array;
}

const sopClassUids = { MR: '1.2.840.10008.5.1.4.1.1.4', CT: '1.2.840.10008.5.1.4.1.1.2' } as const;

/**
 * The predicted image as a classic MR or CT series, one file per slice, marked as synthetic. Patient and study attributes are
 * the source's bytes; unchanged voxels of a sequence on its own grid keep their stored values. Files come one at a time, so
 * that a large series is never in memory as a whole. Every file is held to `checkPredictedFile` before it leaves.
 *
 * @throws ExpectedError 'output/unsupported-modality' for anything but MR and CT; 'dicom/...' when a source cannot be read
 * @throws RangeError when slices and source files do not lie at the same places (a programming fault)
 * @see DICOM PS3.3 A.3, A.4, C.12.1
 */
export function* writePredictedSeries(input: PredictedSeriesInput): Generator<DicomFile> {
  const slices = input.volume.grid.size[2];
  if (input.gridFiles.length !== slices)
    throw new RangeError(`${slices} slices, ${input.gridFiles.length} source files`);
  const plan = planSeries(input);
  for (let slice = 0; slice < slices; slice++) yield writeSlice(input, plan, slice);
}

interface Plan {
  readonly modality: 'MR' | 'CT';
  readonly encoding: Encoding;
  /** By slice. */
  readonly storage: readonly Storage[];
  /** Elements that every slice shares. */
  readonly shared: readonly Element[];
}

function planSeries(input: PredictedSeriesInput): Plan {
  const gridSlices = input.gridFiles.map(readElements);
  const [baseline] = gridSlices;
  if (baseline === undefined) throw new RangeError('no source files');
  const acquisition = readElements(input.acquisitionFile);
  const modality = modalityOf(acquisition);
  const { encoding } = baseline;
  const isOwnGrid = sourceText(acquisition, 'SeriesInstanceUID') === sourceText(baseline, 'SeriesInstanceUID');
  const storage = planStorage(input.volume, isOwnGrid ? gridSlices : [acquisition]);
  const opened = openSources(input.sources);
  const { programVersion } = input.provenance;
  const made = { programVersion, purpose: 'prediction', description: provenanceInWords(input.provenance) } as const;
  const own = [
    ...patientAndStudy(baseline),
    ...placeInPatient(baseline),
    ...appearance(acquisition, modality, encoding),
    ...seriesElements(input, modality),
    ...imageElements(input, { modality, acquisition }),
    ...sourceReferences(
      opened.map(({ slices }) => slices),
      required(baseline, 'StudyInstanceUID'),
      encoding,
    ),
    contributingEquipment(made, sourceScans(opened), baseline, { createdAt: input.createdAt, encoding }),
  ];
  return { modality, encoding, storage, shared: withFrameOfReference(withEmptyStudyElements(own), input.newUid) };
}

function modalityOf(source: SourceDataSet): 'MR' | 'CT' {
  const modality = sourceText(source, 'Modality') ?? '';
  if (modality === 'MR' || modality === 'CT') return modality;
  throw new ExpectedError({ code: 'output/unsupported-modality', modality });
}

function writeSlice(input: PredictedSeriesInput, plan: Plan, slice: number): DicomFile {
  const source = readElements(input.gridFiles[slice] as Uint8Array);
  requireSliceAt(source, input.volume.grid, slice);
  const storage = plan.storage[slice] as Storage;
  const sopInstanceUid = input.newUid();
  const classUid = sopClassUids[plan.modality];
  const elements = [
    ...plan.shared,
    ...placeOfSlice(source),
    textElement('SOPClassUID', classUid),
    textElement('SOPInstanceUID', sopInstanceUid),
    textElement('InstanceNumber', String(slice + 1)),
    numberElement('Columns', input.volume.grid.size[0]),
    numberElement('Rows', input.volume.grid.size[1]),
    ...storageElements(storage, plan.modality),
    bytesElement('PixelData', storedSlice(input.volume, slice, storage)),
  ];
  const version = input.provenance.programVersion.replaceAll('.', '_');
  const sop = { classUid, instanceUid: sopInstanceUid, implementationVersion: `LONGVIEW_${version}` };
  const bytes = encodeDicomFile(elements, plan.encoding, sop);
  const broken = checkPredictedFile(bytes, input.createdAt);
  if (broken.length > 0) throw new RangeError(`predicted file breaks: ${broken.join(', ')}`);
  return { name: `slice-${String(slice + 1).padStart(4, '0')}.dcm`, sopInstanceUid, bytes };
}
