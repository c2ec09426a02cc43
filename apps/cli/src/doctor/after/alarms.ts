import { failed, type Judgement, ok, warning } from '../finding.ts';

export type Alarm = {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly description: string;
  readonly tells: number;
};

export function judgeAlarms(alarms: readonly Alarm[]): Judgement {
  if (alarms.length === 0) return failed('there are no alarms of this stage', 'see the check "stacks"');
  const sounding = alarms.filter(({ state }) => state === 'ALARM');
  if (sounding.length > 0) {
    const [{ name }] = sounding as [Alarm];
    const found = sounding.map((alarm) => `${alarm.name}: ${alarm.description}`).join('; ');
    return failed(
      `${sounding.length} of ${alarms.length} sound: ${found}`,
      `see since when and why: aws cloudwatch describe-alarm-history --alarm-name ${name}`,
    );
  }
  if (alarms.every(({ tells }) => tells === 0)) {
    return warning(
      `none of ${alarms.length} sounds, and nobody would hear it`,
      'set SMARTSCALE_ALARM_TOPIC_ARN to an SNS topic and deploy',
    );
  }
  return ok(`none of ${alarms.length} sounds`);
}
