import type uPlot from 'uplot';
import type { RangeView } from '../../server/views/range-view.ts';
import type { Palette } from './palette.ts';

export type Marks = Pick<RangeView, 'changes' | 'interruptions'>;

const SIZE = 4.5;

/** Draws decisions as triangles and interruptions as crosses in a lane above the curves. */
export function drawMarks(chart: uPlot, { changes, interruptions }: Marks, palette: Palette): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const isSeen = (x: number) => x >= bbox.left && x <= bbox.left + bbox.width;
  ctx.save();
  for (const { at, action } of changes) {
    const x = chart.valToPos(at, 'x', true);
    if (!isSeen(x)) continue;
    const y = bbox.top - 9 * ratio;
    ctx.fillStyle = action === 'up' ? palette.accent : palette.muted;
    triangle(ctx, { x, y, size: SIZE * ratio, isUp: action === 'up' });
  }
  ctx.strokeStyle = palette.wrong;
  ctx.lineWidth = 1.6 * ratio;
  for (const { at } of interruptions) {
    const x = chart.valToPos(at, 'x', true);
    if (isSeen(x)) cross(ctx, { x, y: bbox.top - 21 * ratio, size: 3.5 * ratio });
  }
  ctx.restore();
}

type Place = { readonly x: number; readonly y: number; readonly size: number };

function triangle(ctx: CanvasRenderingContext2D, { x, y, size, isUp }: Place & { readonly isUp: boolean }): void {
  const tip = isUp ? -size : size;
  ctx.beginPath();
  ctx.moveTo(x, y + tip);
  ctx.lineTo(x - size, y - tip * 0.7);
  ctx.lineTo(x + size, y - tip * 0.7);
  ctx.closePath();
  ctx.fill();
}

function cross(ctx: CanvasRenderingContext2D, { x, y, size }: Place): void {
  ctx.beginPath();
  ctx.moveTo(x - size, y - size);
  ctx.lineTo(x + size, y + size);
  ctx.moveTo(x + size, y - size);
  ctx.lineTo(x - size, y + size);
  ctx.stroke();
}
