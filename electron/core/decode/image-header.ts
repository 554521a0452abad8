import type { Vec3 } from '../base/vector.ts';

/**
 * What one DICOM file says about itself before its pixels, as plain data. Names are DICOM keywords; `null` or an empty
 * string or list stands for an attribute that is absent or empty. Nothing is filled in by guessing.
 *
 * @see DICOM PS3.3 C.7 and C.8
 */
export interface ImageHeader {
  /** Name within the folder that the user chose. */
  readonly file: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly frameOfReferenceUid: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  /** As stored. Only to tell patients without a PatientID apart: never shown, never in a message. */
  readonly patientName: string;
  /** ISO date, for the same purpose. */
  readonly patientBirthDate: string | null;
  /** Age on the day of the study as stored, for example '072Y'; a model may be told it, no message names it. */
  readonly patientAge: string;
  /** ISO dates, YYYY-MM-DD. */
  readonly studyDate: string | null;
  readonly seriesDate: string | null;
  readonly acquisitionDate: string | null;
  readonly modality: string;
  readonly imageType: readonly string[];
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly protocolName: string;
  readonly sequenceName: string;
  readonly manufacturer: string;
  readonly manufacturerModelName: string;
  readonly seriesNumber: number | null;
  readonly instanceNumber: number | null;
  readonly geometry: SliceGeometry;
  readonly pixels: PixelDescription;
  readonly acquisition: MrAcquisition;
  readonly discriminators: SliceDiscriminators;
  /** Synthetic Data (0008,001C) is YES. */
  readonly syntheticData: boolean;
  /** The file names the images that it was computed from: Source Image Sequence (0008,2112) has items. */
  readonly hasSourceImages: boolean;
}

/** Where a slice lies in the patient. */
export interface SliceGeometry {
  readonly rows: number;
  readonly columns: number;
  /** Centre of the first voxel, LPS millimetres. */
  readonly imagePositionPatient: Vec3 | null;
  /** Direction of growing column index, then of growing row index. */
  readonly imageOrientationPatient: readonly [Vec3, Vec3] | null;
  /** Distance between neighbouring rows, then between neighbouring columns. */
  readonly pixelSpacingMm: readonly [number, number] | null;
  readonly sliceThicknessMm: number | null;
}

/** How the stored values are coded, and where in the file they lie. */
export interface PixelDescription {
  readonly samplesPerPixel: number;
  readonly numberOfFrames: number;
  readonly photometricInterpretation: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** 0 unsigned, 1 two's complement. */
  readonly pixelRepresentation: number;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  readonly windowCenter: number | null;
  readonly windowWidth: number | null;
  /** Offset of the value of Pixel Data (7FE0,0010) from the start of the file; null when the file has none. */
  readonly pixelDataOffset: number | null;
  /** Length of that value in bytes, as far as the file has it; null when undefined (encapsulated). */
  readonly pixelDataLength: number | null;
}

/** How an MR image was made, as far as its contrast tells the sequence. */
export interface MrAcquisition {
  readonly repetitionTimeMs: number | null;
  readonly echoTimeMs: number | null;
  readonly inversionTimeMs: number | null;
  readonly flipAngleDegrees: number | null;
  readonly scanningSequence: readonly string[];
  readonly sequenceVariant: readonly string[];
  readonly mrAcquisitionType: string;
  readonly contrastBolusAgent: string;
  readonly magneticFieldStrengthT: number | null;
}

/** What may tell apart several images at one position within one series. */
export interface SliceDiscriminators {
  readonly echoNumbers: number | null;
  readonly temporalPositionIdentifier: number | null;
  readonly diffusionBValue: number | null;
  readonly acquisitionNumber: number | null;
  readonly triggerTimeMs: number | null;
}
