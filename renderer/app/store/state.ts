import type { AppDescription, ExportAnswer, ModelSummary, Progress } from '../../../electron/contract/api.ts';
import type { LibraryIndex, Timeline } from '../../../electron/contract/library.ts';
import type { Sequence } from '../../../electron/contract/sequence.ts';
import type { Arm } from '../../../electron/core/base/arm.ts';
import type { OutlinerChoice } from '../../../electron/core/base/outliners.ts';
import type { Problem } from '../../../electron/core/base/problem.ts';
import type { VolumeReference } from '../../../electron/contract/voxels.ts';
import type { Forecast, ForecastModel, MapName, PaneRole } from './forecast.ts';
import type { FieldValues } from './model-fields.ts';

/** The screens, named like the stages of the pipeline. */
export type Step = 'decode' | 'order' | 'simulate' | 'verify' | 'write';

/** A call that is under way and can be stopped. */
export interface Job {
  readonly step: Step;
  readonly progress: Progress | null;
  readonly startedMs: number;
}

/**
 * What the user asks for; the horizon and everything else of the model's own form are in `fields`. From `compareArm` on it
 * matters to the course of a lesion alone.
 */
export interface ForecastForm {
  readonly model: string;
  readonly fields: FieldValues;
  readonly samples: number;
  readonly seed: number;
  readonly holdOut: boolean;
  /** Treatment that the forecast is compared with; null for none. */
  readonly compareArm: Arm | null;
  /** Also measures which inputs moved the forecast. */
  readonly explain: boolean;
  /** Path of a planned dose; empty where there is none. */
  readonly doseFile: string;
  /** Who draws the outlines that no file gives. */
  readonly outline: OutlinerChoice;
  /** Path of an outline by visit date; empty where there is none. */
  readonly masks: Readonly<Record<string, string>>;
}

/** What the pictures show, beside the views themselves. */
export interface PictureChoice {
  readonly sequence: Sequence | null;
  /** Dates of the visits shown before there is a forecast. */
  readonly dates: readonly string[];
  readonly outlines: boolean;
  /** Map over the pictures of a forecast. */
  readonly map: MapName | null;
  readonly panes: readonly PaneRole[];
  /** Method whose outline is drawn on the prediction. */
  readonly method: string;
}

/** Everything the window knows; plain data. */
export interface AppData {
  readonly app: AppDescription | null;
  readonly step: Step;
  readonly job: Job | null;
  readonly problem: Problem | null;
  /** Message of a failure of the program. */
  readonly bug: string | null;
  readonly index: LibraryIndex | null;
  readonly patientKey: string | null;
  readonly overrides: Readonly<Record<string, Sequence>>;
  readonly timeline: Timeline | null;
  /** Volumes of the time line's series that were loaded to be looked at. */
  readonly seriesVolumes: Readonly<Record<string, VolumeReference>>;
  readonly models: readonly ForecastModel[];
  /** The model that outlines lesions; null where none is installed. */
  readonly segmentation: ModelSummary | null;
  readonly form: ForecastForm;
  readonly forecast: Forecast | null;
  readonly exported: ExportAnswer | null;
  readonly pictures: PictureChoice;
}

/** What the window starts with. */
export const initialData: AppData = {
  app: null,
  step: 'decode',
  job: null,
  problem: null,
  bug: null,
  index: null,
  patientKey: null,
  overrides: {},
  timeline: null,
  seriesVolumes: {},
  models: [],
  segmentation: null,
  form: {
    model: 'glioma-course',
    fields: {},
    samples: 20,
    seed: 1,
    holdOut: false,
    compareArm: null,
    explain: false,
    doseFile: '',
    outline: 'auto',
    masks: {},
  },
  forecast: null,
  exported: null,
  pictures: {
    sequence: null,
    dates: [],
    outlines: true,
    map: null,
    panes: ['baseline', 'predicted', 'actual'],
    method: 'glioma-course',
  },
};
