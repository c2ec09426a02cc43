import { failed, type Judgement, ok, together } from '../finding.ts';

export type WaitingMessages = { readonly what: string; readonly queueUrl: string; readonly waiting: number };

export function judgeDeadLetters(queues: readonly WaitingMessages[]): Judgement {
  const judged = queues.map(({ what, queueUrl, waiting }) =>
    waiting === 0
      ? ok(`${what}: none`)
      : failed(
          `${what}: ${waiting}`,
          `see them: aws sqs receive-message --visibility-timeout 0 --attribute-names All --queue-url ${queueUrl}`,
        ),
  );
  return together(judged) ?? failed('there are no queues', 'deploy infra/event-backbone again');
}
