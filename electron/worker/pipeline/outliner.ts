import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Inference } from '../../core/base/inference.ts';
import type { CancelSignal } from '../../core/base/signal.ts';
import type { Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { outlineByNetwork, type NetworkOutline } from '../../core/segment/outline-network.ts';
import type { LesionImages, SegmentationDescription } from '../../core/segment/segmentation-description.ts';
import { checkRanges } from '../../core/simulate/check-range.ts';
import type { ModelIdentity } from '../../core/write/model-identity.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import { findModel } from '../inference/list-models.ts';
import { openInference } from '../inference/open-inference.ts';
import type { ProcessStarter } from '../process-starter.ts';
import type { NativeVisit } from './load-visit.ts';

/** Id of the model that outlines lesions. */
export const segmentationModelId = 'lesion-segmentation';

/** A segmentation model that runs. */
export interface OpenSegmentation {
  readonly model: SegmentationDescription;
  /** Digest of the model's manifest. */
  readonly sha256: string;
  readonly inference: Inference & { close(): void };
}

/** Starts a segmentation model. */
export type StartSegmentation = (signal: CancelSignal) => Promise<OpenSegmentation>;

/**
 * Outlines visits with a network, which is started for the first of them. Where that does not work, the caller goes on with rules, and
 * `warnings` says so. Holds a process: close it after the last visit.
 */
export class Outliner {
  readonly #warnings: Warning[] = [];
  readonly #isAsked: (images: LesionImages) => boolean;
  #start: StartSegmentation | null;
  #open: OpenSegmentation | null = null;
  #used: ModelIdentity | null = null;

  /**
   * @param start null when nobody wants a model: rules then do without a word
   * @param isAsked whether the model is to outline a visit of these images
   */
  constructor(start: StartSegmentation | null, isAsked: (images: LesionImages) => boolean = () => true) {
    this.#start = start;
    this.#isAsked = isAsked;
  }

  /** Why rules took the place of the model, if they had to. */
  get warnings(): readonly Warning[] {
    return this.#warnings;
  }

  /** The model that outlined at least one visit; null where none did. */
  get used(): ModelIdentity | null {
    return this.#used;
  }

  /**
   * Outlines one visit.
   *
   * @returns null when there is no model to ask or it is not asked, when it failed, or when it saw no head
   * @throws ExpectedError 'job/cancelled'
   */
  async outline(images: LesionImages, signal: CancelSignal): Promise<NetworkOutline | null> {
    if (!this.#isAsked(images)) return null;
    const outline = await this.#ask(images, signal);
    if (outline && this.#open) {
      const { model, sha256 } = this.#open;
      this.#used = { id: model.id, version: model.version, sha256 };
    }
    return outline;
  }

  /**
   * The brain as the model sees it, whatever the images.
   *
   * @returns null when there is no model to ask, when it failed, or when it saw no head
   * @throws ExpectedError 'job/cancelled'
   */
  async brain(images: LesionImages, signal: CancelSignal): Promise<Mask | null> {
    return (await this.#ask(images, signal))?.brain ?? null;
  }

  async #ask(images: LesionImages, signal: CancelSignal): Promise<NetworkOutline | null> {
    if (this.#start === null) return null;
    try {
      this.#open ??= await this.#start(signal);
      const { model, inference } = this.#open;
      return await outlineByNetwork(images, inference, model, signal);
    } catch (error) {
      this.close();
      if (!(error instanceof ExpectedError) || error.problem.code === 'job/cancelled') throw error;
      this.#warnings.push({
        code: 'segment/model-unavailable',
        id: segmentationModelId,
        problemCode: error.problem.code,
      });
      return null;
    }
  }

  /**
   * Warnings where a visit's scans are coarser, or its lesion smaller or larger, than anything the running model was trained on.
   *
   * @param coreMl volume of the core that the model saw; null where it saw none
   */
  checkTrained({ date, images }: NativeVisit, coreMl: number | null): Warning[] {
    if (this.#open === null) return [];
    const { id, trainedRanges } = this.#open.model;
    const spacingMm = images.map(({ volume }) => Math.max(...volume.grid.spacingMm));
    const named = (quantity: string, values: Readonly<Record<string, readonly number[]>>): Warning[] =>
      checkRanges(values, trainedRanges).map((warning) => ({ ...warning, quantity }));
    return [
      ...named(`The spacing of ${date}, for ${id},`, { spacingMm }),
      ...named(`The core volume of ${date}, for ${id},`, { coreVolumeMl: coreMl === null ? [] : [coreMl] }),
    ];
  }

  /** Ends the model's process; asking again is answered with null. */
  close(): void {
    this.#open?.inference.close();
    this.#open = null;
    this.#start = null;
  }
}

/** The released segmentation model, or nobody where the request asks for rules. A missing or damaged model is no failure of a forecast. */
export function createOutliner(
  { outline }: Pick<ForecastRequest, 'outline'>,
  { packageRoot, processes }: { readonly packageRoot: string; readonly processes: ProcessStarter },
): Outliner {
  if (outline === 'rules') return new Outliner(null);
  const start: StartSegmentation = async (signal) => {
    const model = await findModel(packageRoot, segmentationModelId, 'segmentation');
    return { model: model.manifest, sha256: model.sha256, inference: await openInference(model, processes, signal) };
  };
  return outline === 'model' ? new Outliner(start) : new Outliner(start, isModelBetter);
}

/** On T1 with contrast alone rules outline real cores better than the model does; see the card of lesion-segmentation. */
function isModelBetter({ T1c, T2, FLAIR }: LesionImages): boolean {
  return !T1c || T2 !== undefined || FLAIR !== undefined;
}
