import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { RangeView } from '../../server/views/range-view.ts';
import { useCell } from '../state/cell.ts';
import { range, whole } from '../state/data.ts';
import { clock, clusterNow } from '../state/live.ts';
import { paletteChanges } from '../state/theme.ts';
import { panned, panTo, route, shownSpan, spanSeconds, travel, zoom } from '../state/time-control.ts';
import { chartData, type Unit } from './chart-data.ts';
import { chartOptions } from './options.ts';

const HEIGHT = 268;

/** The time axis that rules the page. Drag: travel. Drag with Shift, or swipe the wheel sideways: pan. Wheel with Ctrl: zoom. */
export function Chart({ unit }: { readonly unit: Unit }) {
  const host = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current || !line.current) return undefined;
    return mountChart(host.current, line.current, unit);
  }, [unit]);
  return (
    <div class="chart" ref={host} data-testid="chart">
      <div class="chart-moment" ref={line} />
      <ChartState />
    </div>
  );
}

function ChartState() {
  const { value, error } = useCell(range.cell);
  if (value && value.at.length > 0) return null;
  if (error) return null;
  return <p class="chart-note">{value ? 'No sample in this span' : 'Reading …'}</p>;
}

/** Puts the chart into an element and keeps it as the cells are. Everything is drawn at most once a frame. */
function mountChart(element: HTMLDivElement, line: HTMLDivElement, unit: Unit): () => void {
  let shown: RangeView | null = null;
  const chart = new uPlot(
    chartOptions({ width: element.clientWidth, height: HEIGHT }, () => shown ?? { changes: [], interruptions: [] }),
    [[], [], [], [], [], [], [], []],
    element,
  );
  let isDue = false;
  const draw = () => {
    isDue = false;
    const span = shownSpan();
    const best = bestFor(span);
    chart.batch(() => {
      if (best && best !== shown) {
        shown = best;
        chart.setData(chartData(best, unit), false);
      }
      chart.setScale('x', { min: span.from, max: span.to });
    });
    placeMoment(chart, line);
  };
  const redraw = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(draw);
  };
  const repaint = () => requestAnimationFrame(() => chart.redraw(false, true));
  const ends = [range.cell, whole.cell, panned, spanSeconds, clock, route].map((cell) => cell.watch(redraw));
  const resize = new ResizeObserver(() => {
    chart.setSize({ width: element.clientWidth, height: HEIGHT });
    redraw();
  });
  resize.observe(element);
  const endOfPalette = paletteChanges.watch(repaint);
  const endOfPointer = takePointer(element, chart);
  redraw();
  return () => {
    for (const end of ends) end();
    endOfPalette();
    endOfPointer();
    resize.disconnect();
    chart.destroy();
  };
}

/** The finely drawn span where it reaches, else the rough one of the whole history. */
function bestFor({ from, to }: { readonly from: number; readonly to: number }): RangeView | null {
  const fine = range.cell.get().value;
  const rough = whole.cell.get().value;
  const known = rough ? Math.max(from, rough.from) : from;
  if (fine && fine.from <= known + 1 && (fine.to >= to - 1 || panned.get() === null)) return fine;
  return rough ?? fine;
}

function placeMoment(chart: uPlot, line: HTMLDivElement): void {
  const at = (route.get().at ?? clusterNow()) / 1_000;
  const x = chart.valToPos(at, 'x') + chart.bbox.left / devicePixelRatio;
  const isSeen = at >= (chart.scales['x']?.min ?? 0) && at <= (chart.scales['x']?.max ?? 0);
  line.style.transform = `translateX(${Math.round(x)}px)`;
  line.style.opacity = isSeen ? '1' : '0';
}

function takePointer(element: HTMLElement, chart: uPlot): () => void {
  const secondsAt = (clientX: number) => chart.posToVal(clientX - chart.over.getBoundingClientRect().left, 'x');
  let pan: { readonly x: number; readonly from: number } | null = null;
  let isTravelling = false;
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    if (event.shiftKey) pan = { x: event.clientX, from: shownSpan().from };
    else {
      isTravelling = true;
      travel(secondsAt(event.clientX) * 1_000, 'push');
    }
  };
  const move = (event: PointerEvent) => {
    if (pan) panTo(pan.from - ((event.clientX - pan.x) / chart.over.clientWidth) * spanSeconds.get());
    else if (isTravelling) travel(secondsAt(event.clientX) * 1_000);
  };
  const up = () => {
    pan = null;
    isTravelling = false;
  };
  const wheel = (event: WheelEvent) => {
    const isZoom = event.ctrlKey || event.metaKey;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (!isZoom && Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    if (isZoom) zoom(spanSeconds.get() * 1.0015 ** event.deltaY, secondsAt(event.clientX));
    else panTo(shownSpan().from + (sideways / chart.over.clientWidth) * spanSeconds.get());
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('wheel', wheel);
  };
}
