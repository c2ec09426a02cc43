import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('package-services.ts', import.meta.url));
const run = (...options: string[]) =>
  spawnSync(process.execPath, [script, '--only', 'outbox-relay', ...options], { encoding: 'utf8' });

describe('packaging', () => {
  it('needs neither an account nor a network, and shows what each bundle weighs', () => {
    const { status, stdout } = run();
    expect(stdout).toMatch(/outbox-relay\/relay +\d+\.\d +\d+\.\d +\d+ % +\d+/);
    expect(status).toBe(0);
  });

  it('fails when a bundle is too heavy', () => {
    const { status, stderr } = run('--budget-kilobytes', '50');
    expect(stderr).toContain('outbox-relay/relay is above its budget of 50 KB gzipped');
    expect(status).toBe(1);
  });
});
