# shellcheck shell=bash
# Whom alarms tell. Sourced after account.sh. ALARM_TOPIC: empty as long as nobody named one; none: nobody is to be told.

check_alarm_topic() {
  if [[ -z $ALARM_TOPIC || $ALARM_TOPIC == none ]]; then return 0; fi
  [[ $ALARM_TOPIC =~ ^arn:aws[a-z-]*:sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}$ ]] ||
    wrong_use "\"$ALARM_TOPIC\" is not the ARN of an SNS topic: write it as in arn:aws:sns:$REGION:123456789012:alarms"
  [[ ${BASH_REMATCH[1]} == "$REGION" ]] ||
    wrong_use "the topic $ALARM_TOPIC is in another region: alarms of $REGION tell topics of $REGION only"
}

# Stacks are deployed with what the environment says. Who names no topic keeps the one that is set.
keep_alarm_topic() {
  if [[ -z $ALARM_TOPIC ]]; then ALARM_TOPIC="$(parameter_of infra/event-backbone AlarmTopicArn)"; fi
  if [[ $ALARM_TOPIC == none ]]; then ALARM_TOPIC=''; fi
  export SMARTSCALE_ALARM_TOPIC_ARN="$ALARM_TOPIC"
}

say_whom_alarms_tell() {
  if [[ -n $ALARM_TOPIC ]]; then
    say "alarms tell the topic $ALARM_TOPIC"
  else
    say 'no topic is set: an alarm reaches nobody. Name an SNS topic with --alarm-topic, and run this again'
  fi
}
