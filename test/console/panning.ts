import type { Page } from 'playwright-core';

const FRAMES = 120;

/** Drags the chart there and back, in the page itself so that nothing but the page is measured. */
const PAN = `(async () => {
  const chart = document.querySelector('.chart');
  const { left, top } = chart.getBoundingClientRect();
  chart.setPointerCapture = () => {};
  const send = (type, x) => chart.dispatchEvent(new PointerEvent(type, { clientX: left + x, clientY: top + 80, pointerId: 1, bubbles: true, shiftKey: true }));
  send('pointerdown', 600);
  for (let frame = 0; frame < ${FRAMES}; frame += 1) {
    send('pointermove', 600 + 900 * Math.sin((frame / ${FRAMES}) * Math.PI));
    await new Promise(requestAnimationFrame);
  }
  send('pointerup', 600);
})()`;

/**
 * Milliseconds of the main thread's own time that a frame takes while the chart is panned: what other programs take of the machine
 * meanwhile is not in it.
 */
export async function panningMilliseconds(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busySeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await busySeconds();
  await page.evaluate(PAN);
  return ((await busySeconds()) - before) / (FRAMES / 1_000);
}
