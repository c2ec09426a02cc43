import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPrivate, readPrivateLine } from './private-file.ts';
import { readSlackWebhook } from './secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'smartscale-secrets-'));

function secret(content: string, mode: number): string {
  const file = join(folder, 'secret');
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

describe('a file with a secret', () => {
  it.each([0o600, 0o400, 0o700])('may have the mode %o', async (mode) => {
    expect(await readPrivateLine(secret('word\n', mode), 'the secret')).toBe('word');
  });

  it.each([0o640, 0o604, 0o644, 0o666, 0o620])('may not have the mode %o', async (mode) => {
    const file = secret('word', mode);
    await expect(checkPrivate(file, 'the secret')).rejects.toThrow(
      `the secret is open to others (0${mode.toString(8)}): chmod 600 ${file}`,
    );
    await expect(readPrivateLine(file, 'the secret')).rejects.toMatchObject({ name: 'ConfigurationError' });
  });

  it.each(['', '\n', 'two words', 'two\nlines'])('must hold one line without spaces, not %j', async (content) => {
    const problem = readPrivateLine(secret(content, 0o600), 'the secret');
    await expect(problem).rejects.toThrow('must hold one line');
    await expect(problem).rejects.not.toThrow('two');
  });

  it('must be there', async () => {
    await expect(checkPrivate('/nowhere', 'the secret')).rejects.toThrow('the secret cannot be read: ENOENT');
  });
});

describe('the Slack webhook', () => {
  it('is read afresh each time, so that it can be replaced', async () => {
    const file = secret('https://hooks.slack.com/services/1', 0o600);
    expect(await readSlackWebhook(file)).toBe('https://hooks.slack.com/services/1');
    secret('https://hooks.slack.com/services/2', 0o600);
    expect(await readSlackWebhook(file)).toBe('https://hooks.slack.com/services/2');
  });

  it.each(['http://hooks.slack.com/services/1', 'xoxb-token'])(
    'is an https URL, not %s, which stays out of the message',
    async (content) => {
      const problem = readSlackWebhook(secret(content, 0o600));
      await expect(problem).rejects.toThrow('must hold https://hooks.slack.com/...');
      await expect(problem).rejects.not.toThrow(content);
    },
  );
});
