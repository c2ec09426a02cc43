import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { scaleDecided } from './testing/events.ts';
import { NOW } from './testing/fleets.ts';
import { createWorld } from './testing/world.ts';

const up = scaleDecided({ action: 'up', from: 2, to: 4 }, { position: 2, at: NOW });
const inShadow = { ...up, type: 'ShadowDecided', data: { policyName: 'other', ...up.data } } as RecordedEvent;

it.each(['scale', 'replace', 'reconcile'] as const)('what a shadow policy wants is never done: by %s', async (name) => {
  const world = await createWorld();
  await world.addWorker('i-1', 'a on-demand');
  await world.addWorker('i-2', 'b on-demand');
  const before = await world.events();
  await world.deliver(name, inShadow);
  expect(await world.events()).toEqual(before);
  expect(world.ec2.requests).toEqual([]);
  await world.deliver('scale', up);
  expect(world.ec2.requests).toHaveLength(2);
});

it('what a shadow policy wants is not even sent here', () => {
  const wiring = readFileSync(join(import.meta.dirname, '../serverless.yml'), 'utf8');
  expect(wiring).toContain('ScaleDecided');
  expect(wiring).not.toContain('ShadowDecided');
});
