import type { Grid } from '../../core/base/grid.ts';
import { decimalString, bytesElement, numberElement, textElement } from '../../core/write/dicom/element.ts';
import type { Element } from '../../core/write/dicom/encode-elements.ts';
import { encodeDicomFile } from '../../core/write/dicom/encode-file.ts';
import type { DemoRecipe, DemoSequence } from './demo-recipe.ts';

/** One series of one visit. */
export interface DemoSeries {
  readonly patient: DemoRecipe['patient'];
  /** YYYY-MM-DD */
  readonly date: string;
  /** 1 for the first examination. */
  readonly visitNumber: number;
  readonly sequence: DemoSequence;
  readonly grid: Grid;
  /** Stored values, columns fastest. */
  readonly stored: Uint16Array;
  readonly window: { readonly centre: number; readonly width: number };
  readonly studyUid: string;
  readonly frameOfReferenceUid: string;
  readonly newUid: () => string;
}

/** One file of a series. */
export interface DemoFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';

/** A classic MR series, one file per slice, every file marked as synthetic. The grid's axes are those of LPS. */
export function* demoDicomFiles(series: DemoSeries): Generator<DemoFile> {
  const shared = [
    ...patientAndStudy(series),
    ...seriesElements(series),
    ...sequenceElements(series),
    ...pixelElements(series),
  ];
  const slices = series.grid.size[2];
  for (let slice = 0; slice < slices; slice++) {
    const instanceUid = series.newUid();
    const elements = [...shared, ...sliceElements(series, slice), textElement('SOPInstanceUID', instanceUid)];
    const sop = { classUid: mrImageStorage, instanceUid, implementationVersion: 'LONGVIEW_DEMO' };
    const name = `slice-${String(slice + 1).padStart(4, '0')}.dcm`;
    yield { name, bytes: encodeDicomFile(elements, 'explicit', sop) };
  }
}

function patientAndStudy({ patient, date, visitNumber, studyUid }: DemoSeries): Element[] {
  return [
    textElement('PatientName', patient.name),
    textElement('PatientID', patient.id),
    textElement('PatientBirthDate'),
    textElement('PatientSex', 'O'),
    textElement('StudyInstanceUID', studyUid),
    textElement('StudyDate', date.replaceAll('-', '')),
    textElement('StudyTime', '090000'),
    textElement('StudyID', String(visitNumber)),
    textElement('StudyDescription', 'SYNTHETIC demo, MR head'),
    textElement('AccessionNumber'),
    textElement('ReferringPhysicianName'),
  ];
}

function seriesElements(series: DemoSeries): Element[] {
  const first = series.sequence === 'T1c';
  const date = series.date.replaceAll('-', '');
  const time = first ? '091500' : '092500';
  return [
    textElement('SOPClassUID', mrImageStorage),
    textElement('SyntheticData', 'YES'),
    textElement('ImageType', 'DERIVED', 'SECONDARY', 'OTHER'),
    textElement('ContentQualification', 'RESEARCH'),
    textElement('Modality', 'MR'),
    textElement('SeriesInstanceUID', series.newUid()),
    textElement('SeriesNumber', first ? '1' : '2'),
    textElement('SeriesDescription', first ? 'AX T1 POST GD, synthetic demo' : 'AX T2 FLAIR, synthetic demo'),
    ...(['SeriesDate', 'ContentDate'] as const).map((keyword) => textElement(keyword, date)),
    ...(['SeriesTime', 'ContentTime'] as const).map((keyword) => textElement(keyword, time)),
    textElement('BodyPartExamined', 'HEAD'),
    textElement('PatientPosition', 'HFS'),
    textElement('FrameOfReferenceUID', series.frameOfReferenceUid),
    textElement('PositionReferenceIndicator'),
    textElement('Manufacturer', 'The Longview authors'),
    textElement('ManufacturerModelName', 'Longview demo patient'),
    textElement('ImageComments', 'Generated head with a generated tumour. No patient. Not for diagnosis.'),
    textElement('DerivationDescription', 'Drawn by the demo recipe of Longview; nothing was acquired.'),
  ];
}

function sequenceElements({ sequence }: DemoSeries): Element[] {
  if (sequence === 'T1c') {
    return [
      textElement('ContrastBolusAgent', 'GADOLINIUM (SIMULATED)'),
      textElement('ScanningSequence', 'GR', 'IR'),
      textElement('SequenceVariant', 'SP', 'MP'),
      textElement('MRAcquisitionType', '3D'),
      ...timing({ RepetitionTime: 2100, EchoTime: 3.1, InversionTime: 1000, EchoTrainLength: 1 }),
    ];
  }
  return [
    textElement('ScanningSequence', 'SE', 'IR'),
    textElement('SequenceVariant', 'SK'),
    textElement('MRAcquisitionType', '2D'),
    ...timing({ RepetitionTime: 9000, EchoTime: 125, InversionTime: 2500, EchoTrainLength: 16 }),
  ];
}

function timing(
  values: Readonly<Record<'RepetitionTime' | 'EchoTime' | 'InversionTime' | 'EchoTrainLength', number>>,
): Element[] {
  const keywords = ['RepetitionTime', 'EchoTime', 'InversionTime', 'EchoTrainLength'] as const;
  return [textElement('ScanOptions'), ...keywords.map((keyword) => textElement(keyword, String(values[keyword])))];
}

function pixelElements({ grid, window }: DemoSeries): Element[] {
  const [columnMm, rowMm, sliceMm] = grid.spacingMm;
  return [
    numberElement('SamplesPerPixel', 1),
    textElement('PhotometricInterpretation', 'MONOCHROME2'),
    numberElement('Rows', grid.size[1]),
    numberElement('Columns', grid.size[0]),
    numberElement('BitsAllocated', 16),
    numberElement('BitsStored', 12),
    numberElement('HighBit', 11),
    numberElement('PixelRepresentation', 0),
    textElement('BurnedInAnnotation', 'NO'),
    textElement('WindowCenter', decimalString(window.centre)),
    textElement('WindowWidth', decimalString(window.width)),
    // Pixel Spacing names the distance between rows first (DICOM PS3.3 10.7.1.3).
    textElement('PixelSpacing', decimalString(rowMm), decimalString(columnMm)),
    textElement('SliceThickness', decimalString(sliceMm)),
    textElement('SpacingBetweenSlices', decimalString(sliceMm)),
    textElement('ImageOrientationPatient', '1', '0', '0', '0', '1', '0'),
    textElement('AcquisitionNumber', '1'),
  ];
}

function sliceElements({ grid, stored }: DemoSeries, slice: number): Element[] {
  const [x, y, z] = grid.originMm;
  const place = [x, y, z + slice * grid.spacingMm[2]].map((mm) => decimalString(Number(mm.toFixed(6))));
  return [
    textElement('InstanceNumber', String(slice + 1)),
    textElement('ImagePositionPatient', ...place),
    bytesElement('PixelData', littleEndian(stored, slice, grid.size[0] * grid.size[1])),
  ];
}

function littleEndian(stored: Uint16Array, slice: number, count: number): Uint8Array {
  const bytes = new Uint8Array(2 * count);
  for (let pixel = 0; pixel < count; pixel++) {
    const value = stored[slice * count + pixel] as number;
    bytes[2 * pixel] = value & 0xff;
    bytes[2 * pixel + 1] = value >> 8;
  }
  return bytes;
}
