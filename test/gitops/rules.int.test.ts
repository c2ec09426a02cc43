import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeWithPeer } from '../peers/peer.ts';
import { prometheusPeer } from '../peers/prometheus/index.ts';
import { GITOPS } from './tree.ts';

const RULES = join(GITOPS, 'base/monitoring/rules');
const TESTS = join(import.meta.dirname, 'rules');
const FILES = readdirSync(RULES);
const folder = mkdtempSync(join(tmpdir(), 'smartscale-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const promtool = (...args: string[]) => spawnSync('promtool', args, { encoding: 'utf8' });
const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describeWithPeer(prometheusPeer, 'Prometheus of the tree', () => {
  const alertsIn = (file: string) => {
    const { groups } = parse(readFileSync(join(RULES, file), 'utf8')) as {
      groups: { rules: { alert: string; annotations: object }[] }[];
    };
    return groups.flatMap(({ rules }) => rules);
  };

  // Debian's is built without Kubernetes; test/cluster has the same relabelling at work.
  const configuration = () =>
    readFileSync(join(GITOPS, 'base/monitoring/prometheus/prometheus.yml'), 'utf8')
      .replace(/kubernetes_sd_configs:\n( +)- role: pod\n( +namespaces: .*\n)?/g, 'static_configs: []\n')
      .replace('/etc/prometheus/rules/*.yml', `${RULES}/*.yml`)
      .replace('/etc/prometheus/targets/smartscale.yml', join(GITOPS, 'base/monitoring/prometheus/no-exporter.yml'));

  it('accepts the configuration, and not one with a seeded fault', () => {
    expect(promtool('check', 'config', written('prometheus.yml', configuration()))).toMatchObject({ status: 0 });
    const broken = configuration().replace('action: keep', 'action: keeep');
    expect(promtool('check', 'config', written('broken.yml', broken)).status).not.toBe(0);
  });

  it.each(FILES)('accepts the rules of %s, each of which says what to do', (file) => {
    expect(promtool('check', 'rules', join(RULES, file))).toMatchObject({ status: 0 });
    for (const { annotations } of alertsIn(file))
      expect(annotations).toEqual({ summary: expect.any(String), action: expect.any(String) });
  });

  it.each(FILES)('fires each alert of %s when it should and not when it should not', (file) => {
    const { status, stdout, stderr } = promtool('test', 'rules', join(TESTS, file));
    expect(stdout + stderr).toContain('SUCCESS');
    expect(status).toBe(0);
    type Case = { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] };
    const cases = (parse(readFileSync(join(TESTS, file), 'utf8')) as { tests: Case[] }).tests.flatMap(
      (test) => test.alert_rule_test,
    );
    for (const { alert } of alertsIn(file)) {
      const kinds = cases.filter(({ alertname }) => alertname === alert).map(({ exp_alerts }) => exp_alerts.length > 0);
      expect(new Set(kinds), alert).toEqual(new Set([true, false]));
    }
  });

  it('notices a rule whose threshold was moved', () => {
    const moved = readFileSync(join(RULES, 'demo-app.yml'), 'utf8').replace('> 0.05', '> 0.5');
    const test = readFileSync(join(TESTS, 'demo-app.yml'), 'utf8').replace(
      /^rule_files: .*$/m,
      `rule_files: [${written('moved.yml', moved)}]`,
    );
    expect(promtool('test', 'rules', written('test.yml', test)).status).not.toBe(0);
  });
});
