import type { ModelManifest } from '../../contract/model-manifest.ts';
import type { GraphSignature, GraphValue } from './inference-messages.ts';

type DescribedTensor = ModelManifest['graphs'][number]['inputs'][number];

/**
 * How the loaded graphs differ from their manifest.
 *
 * @returns the first difference in words, or null when there is none
 */
export function graphDifference(manifest: ModelManifest, loaded: readonly GraphSignature[]): string | null {
  for (const graph of manifest.graphs) {
    const found = loaded.find(({ role }) => role === graph.role);
    if (found === undefined) return `the graph "${graph.role}" was not loaded`;
    const difference =
      valuesDifference(`${graph.file} input`, graph.inputs, found.inputs) ??
      valuesDifference(`${graph.file} output`, graph.outputs, found.outputs);
    if (difference !== null) return difference;
  }
  return null;
}

function valuesDifference(
  where: string,
  described: readonly DescribedTensor[],
  found: readonly GraphValue[],
): string | null {
  for (const { name } of found) {
    if (!described.some((tensor) => tensor.name === name)) return `${where} "${name}" is not in the manifest`;
  }
  for (const tensor of described) {
    const value = found.find(({ name }) => name === tensor.name);
    if (value === undefined) return `${where} "${tensor.name}" is not in the graph`;
    if (value.type !== tensor.type) return `${where} "${tensor.name}" is ${value.type}, not ${tensor.type}`;
    if (value.shape.join() !== tensor.shape.join()) {
      return `${where} "${tensor.name}" has the shape ${value.shape.join(' x ')}, not ${tensor.shape.join(' x ')}`;
    }
  }
  return null;
}
