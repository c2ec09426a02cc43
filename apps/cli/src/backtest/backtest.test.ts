import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backtestCommand } from '../commands/backtest.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-backtest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const day = (valueAt: (minute: number) => number) =>
  Array.from({ length: 1_440 }, (_, minute) => {
    const time = new Date(Date.UTC(2026, 10, 24) + minute * 60_000).toISOString();
    return `${time},${valueAt(minute)}`;
  });
const HEADER = 'timestamp_iso,value';
const wave = (minute: number) => 10 + 5 * Math.sin(minute / 60);

async function run(...args: string[]): Promise<string> {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    await backtestCommand()
      .exitOverride()
      .parseAsync(['node', 'smartscale', ...args]);
  } finally {
    write.mockRestore();
  }
  return written.join('');
}

describe('smartscale backtest', () => {
  it('answers with one document that has the figures of each policy', async () => {
    const trace = file('day.csv', HEADER, ...day(wave));
    const document = JSON.parse(await run('--trace', trace, '--json', '--policy', 'static-7', '--policy', 'newsvendor'));
    expect(document).toMatchObject({ trace: 'day.csv', days: 1 });
    expect(document.policies[0]).toMatchObject({ name: 'static-7', workerHours: 168, unservedPercent: expect.any(Number) });
    expect(document.policies[1].costUsd).toBeLessThan(document.policies[0].costUsd);
  });

  it('gives the mean of several traces', async () => {
    const [one, two] = [file('one.csv', HEADER, ...day(wave)), file('two.csv', HEADER, ...day((minute) => wave(3 * minute)))];
    const { traces, mean } = JSON.parse(await run('--trace', one, '--trace', two, '--policy', 'target-70', '--json'));
    const [first, second]: number[] = [traces[0].policies[0].score20, traces[1].policies[0].score20];
    expect(first).not.toBe(second);
    expect(mean[0].score20).toBeCloseTo(((first ?? 0) + (second ?? 0)) / 2, 3);
  });

  it('draws the last week, with what was foreseen of it', async () => {
    const chart = join(folder, 'week.svg');
    const days = Array.from({ length: 9 }, (_, number) =>
      day(wave).map((row) => row.replace('2026-11-24', `2026-11-${String(number + 10).padStart(2, '0')}`)),
    ).flat();
    const trace = file('days.csv', HEADER, ...days);
    await run('--trace', trace, '--policy', 'thresholds', '--policy', 'static-4', '--chart', chart);
    const svg = readFileSync(chart, 'utf8');
    expect(svg).toMatch(/^<svg [\s\S]*days\.csv: the last 7 days[\s\S]*thresholds[\s\S]*static-4[\s\S]*<\/svg>$/);
    expect(svg.match(/fill="#fbbf24" fill-opacity="0\.4"/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity/);
    const text = stripVTControlCharacters(await run('--trace', trace, '--policy', 'static-4', '--chart', '-'));
    // Four workers all the time are a line without a break, below the bars of demand that are higher.
    expect(text).toMatch(/^ {3}4 ━{90,}$/m);
    expect(text).toContain('╵Tue 17');
  }, 60_000);

  it('learns nothing from one absurd spike', async () => {
    const spiked = day((minute) => (minute === 700 ? 1e6 : wave(minute)));
    const args = [
      '--json',
      '--policy',
      'newsvendor',
      '--policy',
      file('price.yaml', 'sizing: { by: price }\ncooldown: { afterUpSeconds: 0, afterDownSeconds: 0 }'),
    ];
    const plain = JSON.parse(await run('--trace', file('plain.csv', HEADER, ...day(wave)), ...args));
    const after = JSON.parse(await run('--trace', file('spiked.csv', HEADER, ...spiked), ...args));
    for (const policy of [0, 1]) {
      // As many as there may be, for some minutes, and no more.
      const more = after.policies[policy].workerHours - plain.policies[policy].workerHours;
      expect(more).toBeGreaterThan(0);
      expect(more).toBeLessThan(3);
    }
  });

  it('has a row for each policy file, beside the baselines', async () => {
    const trace = file('day.csv', HEADER, ...day(wave));
    const [plain, wide] = [file('plain.yaml', ''), file('wide.yaml', 'workers: { min: 6 }')];
    const document = JSON.parse(
      await run('--trace', trace, '--json', '--policy', plain, '--policy', wide, '--policy', 'thresholds'),
    );
    const [one, two, three] = document.policies;
    expect([one.name, two.name, three.name]).toEqual(['plain', 'wide', 'thresholds']);
    expect(two.workerHours).toBeGreaterThanOrEqual(6 * 24);
    expect(one.workerHours).toBeLessThan(two.workerHours);
    expect(document.assumptions).toContainEqual(expect.stringContaining('unschedulable'));
    const all = JSON.parse(await run('--trace', trace, '--json', '--policy', plain));
    expect(all.policies).toContainEqual(expect.objectContaining({ name: 'clairvoyant' }));
  });

  it.each([
    ['two of one name', () => [file('a.yaml', ''), file('a.yml', '')], 'two policies are named a: rename a file'],
    ['one that is not there', () => ['none.yaml'], 'cannot read the policy none.yaml'],
    ['a knob that is none', () => [file('bad.yaml', 'workers: { most: 3 }')], 'there is no knob "workers.most"'],
  ])('refuses policy files with %s', async (_, files, message) => {
    const named = files().flatMap((name) => ['--policy', name]);
    await expect(run('--trace', file('day.csv', HEADER, ...day(wave)), ...named)).rejects.toThrow(message);
  });

  it.each([
    ['no type of that name', 'instance_type,usd_per_hour\nm5.large,0.5', 'has no price for t3.medium (it has m5.large)'],
    ['no rows', 'instance_type,usd_per_hour', 'has no price for t3.medium (it has no rows)'],
    [
      'other columns',
      'type,price\nt3.medium,1',
      'the header is "type,price", expected the columns instance_type and usd_per_hour',
    ],
    ['an empty price', 'instance_type,usd_per_hour\nt3.medium,', 'the price of t3.medium is "", expected a number above 0'],
    ['a price of nothing', 'instance_type,usd_per_hour\nt3.medium,0', 'the price of t3.medium is "0"'],
    ['two prices', 'instance_type,usd_per_hour\nt3.medium,1\nt3.medium,2', 'has several prices for t3.medium'],
    [
      'a word for the Spot price',
      'instance_type,usd_per_hour,spot_usd_per_hour\nt3.medium,1,cheap',
      'the Spot price of t3.medium is "cheap"',
    ],
  ])('refuses a price table with %s', async (_, table, message) => {
    const trace = file('day.csv', HEADER, ...day(wave));
    await expect(run('--trace', trace, '--price-table', file('prices.csv', table))).rejects.toThrow(message);
  });

  it('prices the Spot part of a policy file by the table', async () => {
    const table = file('prices.csv', 'instance_type,usd_per_hour,spot_usd_per_hour', 't3.medium,0.1,0.01');
    const args = ['--trace', file('day.csv', HEADER, ...day(wave)), '--json', '--price-table', table];
    const policy = file('spot.yaml', 'mix: { onDemandBase: 0, spotPercentAboveBase: 100 }');
    const { policies } = JSON.parse(await run(...args, '--policy', policy, '--policy', 'target-70'));
    expect(policies[0].costUsd).toBeCloseTo(policies[0].workerHours * 0.01, 3);
    expect(policies[1].costUsd).toBeCloseTo(policies[1].workerHours * 0.1, 3);
  });

  it('prices workers by a table', async () => {
    const trace = file('day.csv', HEADER, ...day(wave));
    const table = file('prices.csv', 'region,instance_type,usd_per_hour', 'x,m5.large,0.5');
    const args = ['--trace', trace, '--policy', 'static-7', '--json', '--price-table', table];
    const { policies } = JSON.parse(await run(...args, '--instance-type', 'm5.large'));
    expect(policies[0].costUsd).toBeCloseTo(policies[0].workerHours * 0.5, 6);
    await expect(run(...args)).rejects.toThrow('has no price for t3.medium (it has m5.large)');
  });

  it.each([
    ['no trace', [], 'name a trace with --trace'],
    [
      'an unknown policy',
      ['--trace', 'nasa-http', '--policy', 'best'],
      'there is no policy best: a YAML file, or one of newsvendor, ',
    ],
    ['half a minute', ['--trace', 'nasa-http', '--sample-age', '30'], 'whole minutes'],
    ['crossed limits', ['--trace', 'nasa-http', '--min', '5', '--max', '4'], '--min 5 is above --max 4'],
    ['two sources', ['--trace', 'nasa-http', '--prometheus', 'http://x'], 'two sources'],
    ['half a range', ['--prometheus', 'http://x', '--query', 'up'], '--prometheus needs --query, --from and --to'],
  ])('refuses %s', async (_, args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });

  it.each([
    ['empty', [], 'the file is empty'],
    ['constant', [HEADER, ...day(() => 3)], 'every value is 3'],
    ['all zero', [HEADER, ...day(() => 0)], 'almost every value is 0'],
    ['unsorted', [HEADER, ...day(wave).toReversed()], 'sort the rows by time'],
    ['a month apart', [HEADER, ...day(wave), '2026-12-26T00:00:00Z,4'], 'has a gap of'],
  ])('refuses a trace that is %s', async (_, lines, message) => {
    await expect(run('--trace', file('bad.csv', ...lines))).rejects.toThrow(message);
  });
});
