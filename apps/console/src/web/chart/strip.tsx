import { useEffect, useRef } from 'preact/hooks';
import { local } from '../format/time.ts';
import { useCell } from '../state/cell.ts';
import { whole } from '../state/data.ts';
import { clock, clusterNow } from '../state/live.ts';
import { paletteChanges } from '../state/theme.ts';
import { HOUR, panned, panTo, route, shownSpan, spanSeconds, travel } from '../state/time-control.ts';
import { palette } from './palette.ts';

const HEIGHT = 44;

/** The whole history in one line: what of it the chart shows, and where the moment is. Drag the frame to pan, elsewhere to travel. */
export function Strip() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const { at } = useCell(route);
  const known = useCell(clock);
  useEffect(() => {
    if (!canvas.current || !frame.current || !line.current) return undefined;
    return mountStrip(canvas.current, frame.current, line.current);
  }, []);
  const now = clusterNow();
  const first = known?.first ? Date.parse(known.first) : now;
  return (
    <div
      class="strip"
      role="slider"
      tabIndex={0}
      data-own-keys
      aria-label="Moment in the history of the fleet"
      aria-valuemin={Math.round(first / 1_000)}
      aria-valuemax={Math.round(now / 1_000)}
      aria-valuenow={Math.round((at ?? now) / 1_000)}
      aria-valuetext={at === null ? 'now, live' : local(at, 'full')}
      onKeyDown={moveByKey}
    >
      <canvas ref={canvas} height={HEIGHT} />
      <div class="strip-frame" ref={frame} />
      <div class="strip-moment" ref={line} />
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -120,
  ArrowDown: -120,
  ArrowRight: 120,
  ArrowUp: 120,
  PageDown: -HOUR,
  PageUp: HOUR,
};

function moveByKey(event: KeyboardEvent): void {
  const seconds = STEPS[event.key];
  if (seconds !== undefined) travel((route.get().at ?? clusterNow()) + seconds * 1_000);
  else if (event.key === 'Home') travel(0);
  else if (event.key === 'End') travel(clusterNow());
  else return;
  event.preventDefault();
}

function mountStrip(canvas: HTMLCanvasElement, frame: HTMLDivElement, line: HTMLDivElement): () => void {
  const host = canvas.parentElement ?? canvas;
  const bounds = () => {
    const known = clock.get();
    const to = clusterNow() / 1_000;
    return { from: Math.min(known?.first ? Date.parse(known.first) / 1_000 : to - HOUR, to - HOUR), to: to + HOUR };
  };
  const place = () => {
    const { from, to } = bounds();
    const x = (at: number) => Math.max(0, Math.min(1, (at - from) / (to - from))) * host.clientWidth;
    const span = shownSpan();
    frame.style.transform = `translateX(${x(span.from)}px)`;
    frame.style.width = `${Math.max(6, x(span.to) - x(span.from))}px`;
    line.style.transform = `translateX(${x((route.get().at ?? clusterNow()) / 1_000)}px)`;
  };
  const paint = () => paintStrip(canvas, host.clientWidth, bounds());
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      place();
    });
  };
  const ends = [
    ...[panned, spanSeconds, clock, route].map((cell) => cell.watch(soon)),
    ...[whole.cell, paletteChanges].map((cell) =>
      cell.watch(() => {
        paint();
        soon();
      }),
    ),
    takeDrag(host, frame, bounds),
  ];
  const resize = new ResizeObserver(() => {
    paint();
    soon();
  });
  resize.observe(host);
  return () => {
    for (const end of ends) end();
    resize.disconnect();
  };
}

type Bounds = { readonly from: number; readonly to: number };

function paintStrip(canvas: HTMLCanvasElement, width: number, { from, to }: Bounds): void {
  const view = whole.cell.get().value;
  const ctx = canvas.getContext('2d');
  if (!ctx || width === 0) return;
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.style.width = `${width}px`;
  if (!view) return;
  const colours = palette();
  const highest = Math.max(1, ...view.workers.map((count) => count ?? 0));
  const x = (at: number) => ((at - from) / (to - from)) * width * ratio;
  const y = (value: number) => HEIGHT * ratio * (1 - (0.86 * value) / highest);
  ctx.beginPath();
  ctx.moveTo(x(view.at[0] ?? from), HEIGHT * ratio);
  for (const [index, at] of view.at.entries()) {
    ctx.lineTo(x(at), y(view.workers[index - 1] ?? view.workers[index] ?? 0));
    ctx.lineTo(x(at), y(view.workers[index] ?? 0));
  }
  ctx.lineTo(x(view.at.at(-1) ?? to), HEIGHT * ratio);
  ctx.fillStyle = colours.accentSoft;
  ctx.fill();
  ctx.strokeStyle = colours.wrong;
  ctx.lineWidth = ratio;
  for (const { at } of view.interruptions) {
    ctx.beginPath();
    ctx.moveTo(x(at), 0);
    ctx.lineTo(x(at), 4 * ratio);
    ctx.stroke();
  }
}

function takeDrag(host: HTMLElement, frame: HTMLElement, bounds: () => Bounds): () => void {
  let grip: number | null = null;
  let isTravelling = false;
  const secondsAt = (clientX: number) => {
    const { from, to } = bounds();
    const { left, width } = host.getBoundingClientRect();
    return from + ((clientX - left) / width) * (to - from);
  };
  const down = (event: PointerEvent) => {
    const box = frame.getBoundingClientRect();
    const at = secondsAt(event.clientX);
    host.setPointerCapture(event.pointerId);
    if (event.clientX >= box.left && event.clientX <= box.right) grip = at - shownSpan().from;
    else {
      isTravelling = true;
      travel(at * 1_000, 'push');
    }
  };
  const move = (event: PointerEvent) => {
    if (grip !== null) panTo(secondsAt(event.clientX) - grip);
    else if (isTravelling) travel(secondsAt(event.clientX) * 1_000);
  };
  const up = () => {
    grip = null;
    isTravelling = false;
  };
  host.addEventListener('pointerdown', down);
  host.addEventListener('pointermove', move);
  host.addEventListener('pointerup', up);
  host.addEventListener('pointercancel', up);
  return () => {
    host.removeEventListener('pointerdown', down);
    host.removeEventListener('pointermove', move);
    host.removeEventListener('pointerup', up);
    host.removeEventListener('pointercancel', up);
  };
}
