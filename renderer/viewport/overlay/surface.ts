/** The part of a 2-D canvas context that the overlays draw with; a recording double fits in tests. */
export type Surface = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'strokeText'
  | 'measureText'
  | 'setLineDash'
  | 'setTransform'
  | 'drawImage'
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'globalAlpha'
  | 'imageSmoothingEnabled'
>;

/** A pane's canvas: its size in device pixels, and device pixels per CSS pixel. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Colours of the overlays; each is always paired with a word or a line pattern. */
export const overlayColours = {
  acquired: '#4fd1c5',
  synthetic: '#ffb83d',
  rival: '#c7a2ff',
  otherArm: '#f49ac1',
  text: '#e8edf3',
  quiet: '#aeb9c6',
  plate: 'rgba(8, 11, 15, 0.82)',
  halo: 'rgba(0, 0, 0, 0.85)',
} as const;

const family = 'system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

/** A font of a size in CSS pixels. */
export function fontOf(frame: Frame, sizePixels: number, weight: 400 | 600 = 400): string {
  return `${weight} ${Math.round(sizePixels * frame.scale)}px ${family}`;
}

/** Text with a dark halo, so that it stays legible on any image. */
export function drawText(surface: Surface, text: string, at: readonly [number, number], frame: Frame): void {
  surface.setLineDash([]);
  surface.lineJoin = 'round';
  surface.lineWidth = 3 * frame.scale;
  surface.strokeStyle = overlayColours.halo;
  surface.strokeText(text, at[0], at[1]);
  surface.fillText(text, at[0], at[1]);
}
