import type { AwsClients } from './adapters/aws-clients.ts';
import { readRefusal, withoutSecrets } from './adapters/git.ts';
import { readTools } from './adapters/local-tools.ts';
import { readParameterType, readSlackSecret } from './adapters/parameters.ts';
import { judgeFluxRepository } from './before/flux-repository.ts';
import { judgeSlackSecret, judgeSlackToken } from './before/slack-secret.ts';
import { judgeTools } from './before/tools.ts';
import type { Check } from './check.ts';

const PHASE = 'before';

export type PreparationOptions = {
  readonly aws: AwsClients;
  readonly stage: string;
  /** Of Flux; null when Flux is not wanted. */
  readonly fluxRepository: string | null;
};

/** What has to be at hand for a deployment: programs, secrets, a repository. */
export function checksOfPreparation({ aws, stage, fluxRepository }: PreparationOptions): readonly Check[] {
  const channel = process.env['SMARTSCALE_SLACK_CHANNEL'] ?? '';
  const slackParameter = `/smartscale/${stage}/${channel === '' ? 'slack-webhook-url' : 'slack-bot-token'}`;
  const tokenParameter = `/smartscale/${stage}/git-token`;
  return [
    {
      ...{ name: 'tools', phase: PHASE, right: 'start programs' },
      judge: async () => judgeTools(process.versions.node, await readTools({ usesGit: fluxRepository !== null })),
    },
    {
      ...{ name: 'Slack secret', phase: PHASE, right: 'ssm:GetParameter and kms:Decrypt' },
      async judge() {
        const secret = await readSlackSecret(aws, slackParameter);
        return channel === '' ? judgeSlackSecret(secret, slackParameter) : judgeSlackToken(secret, slackParameter, channel);
      },
    },
    ...(fluxRepository === null ? [] : [repositoryCheck(aws, fluxRepository, tokenParameter)]),
  ];
}

function repositoryCheck(aws: AwsClients, repository: string, tokenParameter: string): Check {
  return {
    ...{ name: 'Git repository', phase: PHASE, right: 'ssm:GetParameter' },
    async judge() {
      const [refusal, tokenType] = await Promise.all([readRefusal(repository), readParameterType(aws, tokenParameter)]);
      return judgeFluxRepository({ url: withoutSecrets(repository), refusal, tokenType, tokenParameter });
    },
  };
}
