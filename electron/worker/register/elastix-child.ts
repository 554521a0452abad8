// Entry point of the registration process. An alignment blocks it, so nothing else lives here; it is cancelled by being ended.
import { elastixNode } from '@itk-wasm/elastix';
import type { Volume } from '../../core/base/volume.ts';
import { openEngineChannel } from '../parent-channel.ts';
import { rigidParameters } from './elastix-parameters.ts';
import type { AlignAnswer, AlignRequest } from './elastix-messages.ts';

const channel = openEngineChannel();

channel.onClose(() => process.exit(0));
channel.onMessage((message) => {
  align(message as AlignRequest).then(
    (answer) => channel.postMessage(answer),
    (error: unknown) => channel.postMessage({ ok: false, reason: describe(error) } satisfies AlignAnswer),
  );
});

async function align({ fixed, moving }: AlignRequest): Promise<AlignAnswer> {
  const maps = [rigidParameters];
  const result = await elastixNode(maps as never, {
    fixed: itkImage(fixed) as never,
    moving: itkImage(moving) as never,
  });
  const found = (result.transformParameterObject as unknown as readonly Record<string, readonly string[]>[])[0];
  const numbers = (key: string): number[] => (found?.[key] ?? []).map(Number);
  return { ok: true, parameters: numbers('TransformParameters'), centreMm: numbers('CenterOfRotationPoint') };
}

/** An ITK image is LPS like ours; its direction matrix holds our direction vectors as columns. */
function itkImage({ grid, data }: Volume): object {
  const direction = new Float64Array(9);
  grid.directions.forEach((vector, column) => {
    vector.forEach((component, row) => (direction[3 * row + column] = component));
  });
  return {
    imageType: { dimension: 3, componentType: 'float32', pixelType: 'Scalar', components: 1 },
    name: 'image',
    origin: [...grid.originMm],
    spacing: [...grid.spacingMm],
    direction,
    size: [...grid.size],
    metadata: new Map(),
    // A received array is a window into the message's buffer, and the library sends the whole buffer on.
    data: data.slice(),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
