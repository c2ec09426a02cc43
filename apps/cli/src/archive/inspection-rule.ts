import { type EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { UsageError } from '../exit.ts';

/** Where replays go: the rule that demands them, and its queue. */
export type InspectionRule = { readonly ruleName: string; readonly ruleArn: string; readonly queueArn: string };

/** A bus of ours has about twenty rules, and a page holds a hundred. */
const MAX_PAGES = 10;

/**
 * Finds the rule on a bus that takes replayed events and nothing else, and whose only target is a queue: a replay is started with that rule as
 * its only destination. UsageError when there is none.
 */
export async function findInspectionRule(eventBridge: EventBridgeClient, busArn: string): Promise<InspectionRule> {
  const busName = busArn.slice(busArn.indexOf('event-bus/') + 'event-bus/'.length);
  const rules = await rulesOf(eventBridge, busName);
  for (const { Name: ruleName = '', Arn: ruleArn = '' } of rules.filter(({ EventPattern = '{}' }) =>
    demandsReplay(EventPattern),
  )) {
    const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ EventBusName: busName, Rule: ruleName }));
    const [queueArn, ...others] = Targets.map(({ Arn = '' }) => Arn);
    if (queueArn !== undefined && queueArn.split(':')[2] === 'sqs' && others.length === 0)
      return { ruleName, ruleArn, queueArn };
  }
  throw new UsageError(
    `no rule on ${busArn} takes replayed events to a queue, and nothing else may see them: deploy infra/event-backbone, which has it`,
  );
}

async function rulesOf(eventBridge: EventBridgeClient, busName: string): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { Rules = [], NextToken } = await eventBridge.send(
      new ListRulesCommand({ EventBusName: busName, ...(next !== undefined && { NextToken: next }) }),
    );
    rules.push(...Rules);
    next = NextToken;
    if (next === undefined) break;
  }
  return rules;
}

function demandsReplay(pattern: string): boolean {
  const { 'replay-name': replayName, ...others } = JSON.parse(pattern) as Record<string, unknown>;
  return JSON.stringify(replayName) === JSON.stringify([{ exists: true }]) && Object.keys(others).length === 0;
}
