import { expect, it } from 'vitest';
import { UsageError } from '../exit.ts';
import { costCommand } from './cost.ts';

it.each([['--days', '3'], ['--region', 'us-east-1'], ['--tracing']])(
  'does not ignore %s where the control plane is not asked for',
  async (...options) => {
    const asked = costCommand().parseAsync(options, { from: 'user' });
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(`${options[0]} needs --control-plane`);
  },
);
