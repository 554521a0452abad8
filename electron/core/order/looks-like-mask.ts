const maskWords =
  /(?:^|[^a-z])(?:masks?|brain-?mask|[a-z]*mask|seg|segm|segs|segmentations?|labels?|label-?maps?|gt|ground-?truth|roi|rois|contours?|aseg|aparc)(?=[^a-z]|$)/i;

/**
 * Whether the name of a volume says that it is a region, not an image. Such volumes are never taken for scans.
 *
 * @param fileName name without its folder
 */
export function looksLikeMask(fileName: string): boolean {
  return maskWords.test(fileName.replace(/([a-z])([A-Z])/g, '$1 $2'));
}
