import type { CancelSignal } from '../core/base/signal.ts';
import type { Warning } from '../core/base/warning.ts';
import type { AtrophyReport } from './atrophy-report.ts';
import type { Evaluation } from './evaluation.ts';
import type { LibraryIndex, Timeline } from './library.ts';
import type { ModelManifest } from './model-manifest.ts';
import type { Reply } from './reply.ts';
import type { Report } from './report.ts';
import type { Capability, Request } from './requests.ts';
import type { Segmentation } from './segmentation.ts';
import type { Sequence } from './sequence.ts';
import type { VolumeReference, VoxelTicket } from './voxels.ts';

/** What each capability answers. */
export interface Answers {
  'app.describe': AppDescription;
  'library.choose': { readonly path: string | null };
  'library.index': LibraryIndex;
  'timeline.open': Timeline;
  'volume.load': VolumeReference;
  'voxels.open': VoxelTicket;
  'forecast.run': ForecastAnswer;
  'forecast.export': ExportAnswer;
  'atrophy.run': AtrophyAnswer;
  'atrophy.export': AtrophyExportAnswer;
  'segmentation.run': SegmentationAnswer;
  'evaluation.run': EvaluationAnswer;
  'models.list': { readonly models: readonly ModelSummary[] };
  'models.check': EngineHealth;
  'demo.create': DemoAnswer;
}

/** The one interface of the engine, the same in Electron, in the browser host and in the terminal. */
export interface Api {
  call<C extends Capability>(capability: C, request: Request<C>, options?: CallOptions): Promise<Reply<Answers[C]>>;
}

/** Every long call can be stopped and says how far it is. */
export interface CallOptions {
  readonly signal?: CancelSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a call has come. */
export interface Progress {
  /** A stage of the pipeline: decode, order, register, segment, simulate, compare, explain, verify, write. */
  readonly stage: string;
  readonly progressFraction: number;
}

/** The running program. */
export interface AppDescription {
  readonly version: string;
  readonly host: 'electron' | 'serve' | 'cli';
  /** True when the host can show a dialog to choose a folder. */
  readonly canChooseFolder: boolean;
}

/** A finished forecast: its numbers, and the volumes on the baseline's grid to look at. */
export interface ForecastAnswer {
  readonly forecastId: string;
  readonly report: Report;
  readonly warnings: readonly Warning[];
  /** Sequence shown first: the one that the lesion was outlined on. */
  readonly primarySequence: Sequence;
  readonly images: readonly ForecastImage[];
  readonly masks: readonly ForecastMask[];
  readonly probability: VolumeReference;
  /** Probability with the forecast's treatment minus that with the other one, -1..1; null without a comparison. */
  readonly effect: VolumeReference | null;
  /** Change of the predicted core, ml, when the images round a voxel are hidden; null where it was not asked for. */
  readonly influence: VolumeReference | null;
}

/** An image of a forecast. */
export interface ForecastImage {
  readonly role: 'previous' | 'baseline' | 'predicted' | 'actual' | 'difference';
  readonly sequence: Sequence;
  readonly date: string | null;
  readonly volume: VolumeReference;
}

/** A region of a forecast, named by what made it. */
export interface ForecastMask {
  /** 'baseline', 'predicted', 'actual', 'other-arm' (the treatment compared with), or the id of a rival. */
  readonly role: string;
  /** Necrosis or cavity is shown on real scans alone, as the segmentation model saw it. */
  readonly region: 'core' | 'oedema' | 'necrosis';
  readonly volume: VolumeReference;
}

/** A finished atrophy forecast: its numbers, and the volumes to look at; images lie on the grid of the scan that it starts from. */
export interface AtrophyAnswer {
  readonly atrophyId: string;
  readonly report: AtrophyReport;
  readonly warnings: readonly Warning[];
  readonly images: readonly AtrophyImage[];
  /** Change of volume, NaN where it is not to be trusted: what was lost since, and the rate ahead; null where it was not measured. */
  readonly maps: Readonly<Record<'since' | 'ahead', VolumeReference>> & { readonly measured: VolumeReference | null };
  /** Standard deviation of the sampled answers, percentage points. */
  readonly spreads: Readonly<Record<'since' | 'ahead', VolumeReference>>;
}

/** An image of an atrophy forecast. */
export interface AtrophyImage {
  /** `scan` is what the forecast starts from, `earlier` and `actual` a real date before it and a held-out one after it. */
  readonly role: 'scan' | 'counterpart' | 'future' | 'earlier' | 'actual';
  /** ISO date of a real scan; null for what is synthetic. */
  readonly date: string | null;
  readonly volume: VolumeReference;
}

/** Where an export was written. */
export interface ExportAnswer {
  readonly path: string;
  readonly files: readonly string[];
}

/** Where a forecast of a brain was written. */
export interface AtrophyExportAnswer extends ExportAnswer {
  /** What writing itself had to warn of; `report.json` holds them too. */
  readonly warnings: readonly Warning[];
}

/** Masks of every date of a patient, written. */
export interface SegmentationAnswer {
  readonly path: string;
  /** Relative to `path`. */
  readonly files: readonly string[];
  readonly segmentation: Segmentation;
}

/** A finished evaluation and where it was written. */
export interface EvaluationAnswer extends ExportAnswer {
  readonly evaluation: Evaluation;
}

/** The generated demo patient: its DICOM folder and the lesion core mask of every date. */
export interface DemoAnswer {
  readonly folder: string;
  readonly masks: readonly { readonly date: string; readonly file: string }[];
}

/** One model as the window and `longview models` list it. */
export interface ModelSummary<Manifest extends ModelManifest = ModelManifest> {
  readonly manifest: Manifest;
  readonly sha256: string;
  /** The model card, Markdown. */
  readonly card: string;
}

/** What `longview doctor` shows. */
export interface EngineHealth {
  readonly node: string;
  readonly onnxruntime: string;
  readonly totalMemoryBytes: number;
  readonly freeMemoryBytes: number;
  readonly cpuCores: number;
  readonly providers: readonly ProviderHealth[];
}

/** One execution provider held to one model's golden output. */
export interface ProviderHealth {
  readonly provider: string;
  readonly modelId: string;
  readonly state: 'trusted' | 'refused' | 'unavailable';
  readonly maxAbsError: number | null;
  readonly secondsPerFuture: number | null;
  readonly reason: string | null;
}
