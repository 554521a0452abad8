import { applyAffine, identityAffine } from '../../base/affine.ts';
import { blueWhiteRed, changeInFullColour } from '../../base/colour-map.ts';
import { gridCentreMm, voxelToLps, type Grid } from '../../base/grid.ts';
import { counterpartMark, syntheticMark, yearsInShort } from '../../base/synthetic-mark.ts';
import { daysOfYears } from '../../base/years.ts';
import type { Vec3 } from '../../base/vector.ts';
import type { Volume } from '../../base/volume.ts';
import { resampleField } from '../../register/resample-field.ts';
import type { AtrophyMap } from '../../simulate/atrophy/atrophy-map.ts';
import type { LabelShares } from '../../simulate/structure-volumes.ts';
import { burnScanMark, burnSyntheticMark } from '../pictures/burn-mark.ts';
import { paintPixel, type Canvas } from '../pictures/canvas.ts';
import { picture, pictureWidth, type PictureRow, type ReportPicture } from '../pictures/draw-pictures.ts';
import type { Window } from '../pictures/grey.ts';
import { eachPixel, paintImage, paintOrientation } from '../pictures/paint-pictures.ts';
import { sampleView, sliceView, type SliceView } from '../pictures/slice-view.ts';
import { originMark, type ScanOrigin } from '../provenance.ts';
import { decimals } from '../report/html.ts';

/** What the pictures of a brain are drawn from; all volumes in one space, each on a grid of its own. */
export interface BrainPictures {
  readonly scan: DatedPicture;
  readonly counterpart: Volume;
  readonly future: Volume;
  readonly since: AtrophyMap;
  readonly ahead: AtrophyMap;
  /** Another real date with the change that was measured; null where there is one date. */
  readonly other: (DatedPicture & { readonly measured: AtrophyMap }) | null;
  readonly shares: LabelShares;
  /** Of the scan, in its units. */
  readonly window: Window;
  /** Years ahead. */
  readonly years: number;
}

interface DatedPicture {
  readonly date: string;
  readonly origin: ScanOrigin;
  readonly volume: Volume;
}

/** Change that a map usually shows in full colour: the same for every patient, so that maps look alike. */
export const fullColour: Readonly<Record<AtrophyMap['unit'], number>> = { '%/year': 4, '%': 15 };
const pictureSpacingMm = 1;

/** Rows of pictures: coronal through the hippocampi, axial through the ventricles; marks burned in. */
export function drawBrain(input: BrainPictures): PictureRow[] {
  return planes.flatMap(({ title, structure, cut }) => {
    const plane = cut(input.shares, structure);
    const [width, height] = plane.size;
    const view = sliceView(plane, 0, { low: [0, 0, 0], high: [width - 1, height - 1, 0] }, pictureWidth);
    const scene: Scene = { input, plane, view };
    const row = { sequence: 'T1', title, pictures: picturesOf(scene) };
    return input.other
      ? [row, { ...row, title: `${title}: two dates`, pictures: twoDates(scene, input.other) }]
      : [row];
  });
}

interface Scene {
  readonly input: BrainPictures;
  readonly plane: Grid;
  readonly view: SliceView;
}

function picturesOf(scene: Scene): ReportPicture[] {
  const { scan, counterpart, future, since, ahead, years } = scene.input;
  const futureMark = syntheticMark(daysOfYears(years));
  const synthetic = (kind: 'counterpart' | 'predicted', title: string, mark: string, volume: Volume): ReportPicture =>
    picture(kind, title, mark, marked(scene, paintImage(brightness(scene), onPlane(scene, volume)), mark));
  const map = (title: string, mark: string, one: AtrophyMap): ReportPicture =>
    mapPicture(scene, { title, caption: mark }, one, (canvas) => burnSyntheticMark(canvas, mark));
  return [
    realPicture(scene, scan, 'Scan'),
    synthetic('counterpart', 'Without disease, as the model says', counterpartMark, counterpart),
    map('Changed since', counterpartMark, since),
    synthetic('predicted', `In ${yearsInShort(years)} years`, futureMark, future),
    map('Change ahead', futureMark, ahead),
  ];
}

/** The two real dates in their order, and what was measured between them. */
function twoDates(scene: Scene, other: NonNullable<BrainPictures['other']>): ReportPicture[] {
  const { scan } = scene.input;
  const pair = [realPicture(scene, scan, 'Scan'), realPicture(scene, other, 'Other date')];
  return [...(other.date < scan.date ? pair.reverse() : pair), measuredPicture(scene, other)];
}

function realPicture(scene: Scene, one: DatedPicture, title: string): ReportPicture {
  return picture('last-real', title, `${one.date}, ${originMark(one.origin)}`, paintScan(scene, one));
}

function measuredPicture(scene: Scene, { date, origin, measured }: NonNullable<BrainPictures['other']>): ReportPicture {
  const { scan } = scene.input;
  const either = scan.origin === 'generated' ? scan.origin : origin;
  const burn = (canvas: Canvas): void => burnScanMark(canvas, either, `${scan.date} / ${date}`);
  return mapPicture(scene, { title: 'Measured change', caption: `two dates, ${originMark(either)}` }, measured, burn);
}

function brightness({ view, input: { window } }: Scene) {
  return { view, window };
}

function onPlane({ plane }: Scene, volume: Volume, outside = 0): Volume {
  return { grid: plane, data: resampleField(volume, plane, identityAffine, outside) };
}

function paintScan(scene: Scene, { volume, origin, date }: DatedPicture): Canvas {
  const canvas = paintImage(brightness(scene), onPlane(scene, volume));
  paintOrientation(canvas, scene.view);
  burnScanMark(canvas, origin, date);
  return canvas;
}

function marked({ view }: Scene, canvas: Canvas, mark: string): Canvas {
  paintOrientation(canvas, view);
  burnSyntheticMark(canvas, mark);
  return canvas;
}

/** A map whose title says what it leaves out, and whether it shows anything. */
function mapPicture(
  scene: Scene,
  { title, caption }: Pick<ReportPicture, 'title' | 'caption'>,
  map: AtrophyMap,
  burn: (canvas: Canvas) => void,
): ReportPicture {
  const { canvas, isEmpty } = paintMap(scene, map);
  paintOrientation(canvas, scene.view);
  burn(canvas);
  const chance = `${decimals(map.threshold, 1)} ${map.unit}`;
  const what = isEmpty ? `nothing beyond chance (${chance})` : `beyond ${chance}`;
  return picture('change', `${title}, ${what}`, caption, canvas);
}

/** Changes beyond what controls show by chance (blue lost, red gained) over the dimmed scan. */
function paintMap(scene: Scene, { change, threshold, unit }: AtrophyMap): { canvas: Canvas; isEmpty: boolean } {
  const { view, input } = scene;
  const canvas = paintImage(brightness(scene), onPlane(scene, input.scan.volume), 0.7);
  const shown = onPlane(scene, change, NaN);
  const full = changeInFullColour(fullColour[unit], threshold);
  let isEmpty = true;
  eachPixel(view, (x, y, pixel) => {
    const value = sampleView(shown, view, x, y);
    if (!(Math.abs(value) > threshold)) return;
    isEmpty = false;
    paintPixel(canvas, pixel, blueWhiteRed(value / full), 0.8);
  });
  return { canvas, isEmpty };
}

const planes = [
  { title: 'Coronal, through the hippocampi', structure: 'hippocampus', cut: coronalPlane },
  { title: 'Axial, through the ventricles', structure: 'ventricles', cut: axialPlane },
] as const;

/** Plane with the most of a structure, columns to the patient's left, rows down. */
function coronalPlane({ grid, labels, maps }: LabelShares, structure: string): Grid {
  const row = fullest(
    maps[labels.indexOf(structure)],
    (v) => Math.floor(v / grid.size[0]) % grid.size[1],
    grid.size[1],
  );
  return planeThrough(
    grid,
    [1, row, 2],
    [
      [1, 0, 0],
      [0, 0, -1],
      [0, 1, 0],
    ],
  );
}

function axialPlane({ grid, labels, maps }: LabelShares, structure: string): Grid {
  const perSlice = grid.size[0] * grid.size[1];
  const slice = fullest(maps[labels.indexOf(structure)], (v) => Math.floor(v / perSlice), grid.size[2]);
  return planeThrough(
    grid,
    [2, slice, 1],
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  );
}

/** Index with the largest sum of a map. */
function fullest(map: Float32Array | undefined, indexOf: (v: number) => number, count: number): number {
  const sums = new Float64Array(count);
  map?.forEach((share, v) => (sums[indexOf(v)] = (sums[indexOf(v)] as number) + share));
  return sums.indexOf(Math.max(...sums));
}

/**
 * One plane of a grid that lies along the LPS axes, at the pictures' own spacing.
 *
 * @param cut axis of the plane's normal, index along it, and axis of the picture's rows
 */
function planeThrough(
  grid: Grid,
  [normal, index, rowAxis]: readonly [1 | 2, number, 1 | 2],
  directions: Grid['directions'],
): Grid {
  const [spacing] = grid.spacingMm;
  const length = (axis: 0 | 1 | 2): number => Math.round((grid.size[axis] * spacing) / pictureSpacingMm);
  const size: Vec3 = [length(0), length(rowAxis), 1];
  const centre = [...gridCentreMm(grid)] as [number, number, number];
  const voxel: [number, number, number] = [0, 0, 0];
  voxel[normal] = index;
  centre[normal] = applyAffine(voxelToLps(grid), voxel)[normal];
  const [across, down] = directions;
  const start = (axis: 0 | 1 | 2): number =>
    centre[axis] - (((size[0] - 1) / 2) * across[axis] + ((size[1] - 1) / 2) * down[axis]) * pictureSpacingMm;
  return {
    size,
    spacingMm: [pictureSpacingMm, pictureSpacingMm, 1],
    originMm: [start(0), start(1), start(2)],
    directions,
  };
}
