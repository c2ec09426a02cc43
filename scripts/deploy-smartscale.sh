#!/usr/bin/env bash
# From an empty AWS account to a running fleet. It can be killed at any moment and run again: it goes on where it stopped.
set -Eeuo pipefail

usage() {
  cat << 'TEXT'
Usage: scripts/deploy-smartscale.sh --stage NAME [options]

Deploys network, K3s server, event backbone and all services, waits until the fleet is measured, and shows how it is.
Run it again after a failure, and after each change: what is there already is brought up to date.

  --stage NAME                 the name of this fleet: in every stack, tag and parameter
  --region REGION              default: AWS_REGION, or the region of the profile
  --slack-webhook-file FILE    where notices go; - reads it from standard input. Kept in SSM, encrypted
  --policy FILE                the rules to put in force; default: those of policy.example.yaml, which are for ap-south-1:
                               another region needs a policy with its zones
  --alarm-topic ARN            the SNS topic that alarms tell; default: SMARTSCALE_ALARM_TOPIC_ARN, or the topic that is set.
                               none: nobody is told
  --flux-repository URL        an https Git repository for Flux to apply; see scripts/bootstrap-flux.sh
  --flux-branch BRANCH           default: main
  --flux-path PATH               . for all of it; default: clusters/smartscale
  --flux-token-file FILE         what reads a private repository; - reads it from standard input
  --wait-minutes N             how long the first sample of load may take, default 20; 0 does not wait
  --without-doctor             deploy although doctor finds something missing, or cannot ask
  --yes                        ask nothing
  --dry-run                    look, and say what would be done
  --help

Exit codes: 0 it runs; 1 something failed, and it was said what to do; 2 wrong use.
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/deployment/reporting.sh
source scripts/deployment/reporting.sh
# shellcheck source=scripts/deployment/account.sh
source scripts/deployment/account.sh
# shellcheck source=scripts/deployment/secrets.sh
source scripts/deployment/secrets.sh
# shellcheck source=scripts/deployment/flux-options.sh
source scripts/deployment/flux-options.sh
# shellcheck source=scripts/deployment/alarm-topic.sh
source scripts/deployment/alarm-topic.sh
trap report_unforeseen ERR

STAGE='' REGION_OPTION='' WEBHOOK='' POLICY='' WAIT_MINUTES=20 DOCTOR=yes ASK=yes DRY_RUN=no
ALARM_TOPIC="${SMARTSCALE_ALARM_TOPIC_ARN:-}" REPOSITORY='' BRANCH=main FOLDER=clusters/smartscale FLUX_TOKEN='' FLUX_OPTION='' TOKEN_FILE='' WEBHOOK_FILE=''
WAIT_PAUSE_SECONDS=10
# A sample is taken every two minutes: one that is older than this does not tell that the fleet is measured now.
FRESH_SECONDS=360
SERVICE_ROLES=(spot.amazonaws.com ec2fleet.amazonaws.com autoscaling.amazonaws.com)

read_options() {
  while (($# > 0)); do
    case "$1" in
      --stage) need_value "$@"; STAGE=$2 ;;
      --region) need_value "$@"; REGION_OPTION=$2 ;;
      --slack-webhook-file) need_value "$@"; WEBHOOK=$2 ;;
      --policy) need_value "$@"; POLICY=$2 ;;
      --alarm-topic) need_value "$@"; ALARM_TOPIC=$2 ;;
      --flux-repository) need_value "$@"; REPOSITORY=$2 ;;
      --flux-branch) need_value "$@"; BRANCH=$2 FLUX_OPTION=$1 ;;
      --flux-path) need_value "$@"; FOLDER=$2 FLUX_OPTION=$1 ;;
      --flux-token-file) need_value "$@"; FLUX_TOKEN=$2 FLUX_OPTION=$1 ;;
      --wait-minutes) need_value "$@"; WAIT_MINUTES=$2 ;;
      --without-doctor) DOCTOR=no; shift; continue ;;
      --yes) ASK=no; shift; continue ;;
      --dry-run) DRY_RUN=yes; shift; continue ;;
      --help) usage; exit 0 ;;
      *) wrong_use "there is no option \"$1\"" ;;
    esac
    shift 2
  done
}

# All that can be found wrong before anything is done.
check_options() {
  check_stage
  use_region "$REGION_OPTION"
  [[ $WAIT_MINUTES =~ ^[0-9]{1,3}$ ]] || wrong_use "--wait-minutes takes a number, not \"$WAIT_MINUTES\""
  [[ -z $POLICY || -f $POLICY ]] || wrong_use "there is no policy at \"$POLICY\""
  check_alarm_topic
  [[ -n $REPOSITORY || -z $FLUX_OPTION ]] || wrong_use "$FLUX_OPTION needs --flux-repository"
  if [[ -n $REPOSITORY ]]; then check_flux_options; fi
  [[ $WEBHOOK != - || $FLUX_TOKEN != - ]] || wrong_use 'standard input holds one secret: put the other one into a file'
}

# Both secrets, before anything is done; the webhook must be what Slack gives.
read_secrets() {
  if [[ -n $WEBHOOK ]]; then
    read_secret "$WEBHOOK" 'the Slack webhook'
    WEBHOOK_FILE="$SECRET_FILE"
    [[ $(< "$WEBHOOK_FILE") =~ ^https://[^[:space:]]+$ ]] || wrong_use 'the Slack webhook is no https URL: copy the whole of https://hooks.slack.com/services/...'
  fi
  if [[ -n $FLUX_TOKEN ]]; then
    read_secret "$FLUX_TOKEN" 'the token of the Git repository'
    TOKEN_FILE="$SECRET_FILE"
  fi
}

confirm() {
  if [[ $ASK == no || $DRY_RUN == yes || ! -t 0 ]]; then return 0; fi
  local answer
  read -r -p 'The server costs about 24 USD a month, each worker its own price. Go on? [y/N] ' answer || answer=''
  [[ $answer == [yY]* ]] || fail 'not confirmed' 'Nothing was done.'
}

# Without a file the first deployment gets the default policy. Of one in force doctor judges the zones.
check_policy() {
  if [[ -z $POLICY && -n $(output_of infra/event-backbone EventTableName) ]]; then return 0; fi
  project node scripts/deployment/check-policy.ts "$REGION" "$POLICY" || exit "$EXIT_WRONG_USE"
}

would() {
  [[ $DRY_RUN == yes ]] || return 1
  say "would $*"
}

store_webhook() {
  local name="/smartscale/$STAGE/slack-webhook-url" token="/smartscale/$STAGE/slack-bot-token"
  if [[ -n $WEBHOOK ]]; then
    if would "store the Slack webhook as $name"; then return 0; fi
    store_secret "$name" "$WEBHOOK_FILE"
  elif [[ -n ${SMARTSCALE_SLACK_CHANNEL:-} ]]; then
    if has_secret "$token"; then
      say "a Slack bot tells $SMARTSCALE_SLACK_CHANNEL, with the token of $token"
    else
      say "there is no token of a Slack bot at $token: nobody will hear of what happens. docs/slack.md says how to store it"
    fi
  elif has_secret "$name"; then
    say "the Slack webhook is there already: $name"
  else
    say "there is no Slack webhook at $name: nobody will hear of what happens. Name one with --slack-webhook-file"
  fi
}

store_token() {
  [[ -n $TOKEN_FILE ]] || return 0
  if would "store the token of the Git repository as /smartscale/$STAGE/git-token"; then return 0; fi
  store_secret "/smartscale/$STAGE/git-token" "$TOKEN_FILE"
}

# doctor WHEN [OPTION...]: the exit code of doctor, which says itself what is wrong.
doctor() {
  project smartscale doctor "--$1" --stage "$STAGE" --region "$REGION" "${@:2}"
}

examine_before() {
  local options=()
  if [[ $DOCTOR == no ]]; then say 'doctor is not asked'; return 0; fi
  if [[ -n $POLICY ]]; then options+=(--policy "$POLICY"); fi
  # In a dry run the token is not where doctor looks for it.
  if [[ -n $REPOSITORY && ($DRY_RUN == no || -z $TOKEN_FILE) ]]; then options+=(--flux-repository "$REPOSITORY"); fi
  doctor before "${options[@]}" || fail 'doctor found something missing, or could not ask what it must know' 'Put right what it names and run this again, or go on as it is with --without-doctor.'
}

# AWS makes them by itself for people who use the console, and not for roles as narrow as ours.
make_service_roles() {
  local service answer
  for service in "${SERVICE_ROLES[@]}"; do
    if would "make the service-linked role of $service if it is missing"; then continue; fi
    if answer="$(aws iam create-service-linked-role --aws-service-name "$service" 2>&1)"; then
      say "made the service-linked role of $service"
    elif [[ $answer == *'has been taken'* || $answer == *EntityAlreadyExists* ]]; then
      say "the service-linked role of $service is there"
    else
      fail "the service-linked role of $service cannot be made: ${answer##*$'\n'}" \
        "Let somebody with iam:CreateServiceLinkedRole run: aws iam create-service-linked-role --aws-service-name $service"
    fi
  done
}

# A stack that never came to be, or went only in part, can only be deleted: then it is made anew.
clear_wreck() {
  local folder=$1 name
  name="$(stack_name "$folder")"
  case "${STATUS_OF[$folder]}" in
    ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED | DELETE_FAILED)
      if would "delete the stack $name, which is ${STATUS_OF[$folder]}, and make it anew"; then return 0; fi
      say "deleting the stack $name, which is ${STATUS_OF[$folder]}"
      aws cloudformation delete-stack --stack-name "$name"
      aws cloudformation wait stack-delete-complete --stack-name "$name" ||
        fail "the stack $name cannot be deleted" 'Its events in the AWS console say what is in the way; take that away and run this again.' ;;
    UPDATE_ROLLBACK_FAILED)
      fail "the stack $name is UPDATE_ROLLBACK_FAILED" "Run: aws cloudformation continue-update-rollback --stack-name $name; then run this again." ;;
  esac
}

# What is left of a fleet's own ground while its workers live: they belong to no stack, and whoever made it anew would leave them behind.
refuse_living_wreck() {
  local folder workers
  for folder in infra/network infra/cluster; do
    if [[ ${STATUS_OF[$folder]:-} != @(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_FAILED) ]]; then continue; fi
    find_instances workers worker "$ENDING"
    [[ -z $workers ]] || fail "the stack $(stack_name "$folder") is ${STATUS_OF[$folder]}, and these workers of it live: $workers" \
      "Nothing was deleted. End them and what is left first: scripts/remove-smartscale.sh --stage $STAGE --region $REGION; then run this again."
  done
}

deploy_stacks() {
  local folder
  wait_for_stacks
  refuse_living_wreck
  for folder in "${!STATUS_OF[@]}"; do clear_wreck "$folder"; done
  if would "run: npx serverless deploy --stage $STAGE"; then return 0; fi
  project serverless deploy --stage "$STAGE" ||
    fail 'not all stacks could be deployed' 'The first error above is the cause; .serverless/compose.log has it all. Put it right and run this again: what is deployed stays.'
}

find_table() {
  TABLE="$(output_of infra/event-backbone EventTableName)"
  [[ -n $TABLE ]] || fail 'the stack event-backbone names no table' 'Run this again; if it stays so, look at its outputs in the AWS console.'
  STORE=(--store "dynamodb:$TABLE" --cluster "$STAGE")
}

apply_policy() {
  [[ -n $POLICY ]] || return 0
  project smartscale policy apply "$POLICY" "${STORE[@]}" --note 'scripts/deploy-smartscale.sh' ||
    fail "the policy $POLICY was not put in force" 'What is wrong with it stands above; mend it and run this again.'
}

credential_is_there() {
  [[ $(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix credentials/kubernetes.json --query 'Contents[0].Key' --output text 2> /dev/null) == credentials/* ]]
}

sample_is_there() {
  local now since
  printf -v now '%(%s)T' -1
  TZ=UTC printf -v since '%(%Y-%m-%dT%H:%M:%SZ)T' "$((now - FRESH_SECONDS))"
  [[ $(project smartscale events "${STORE[@]}" --type MetricsSampled --from "$since" --json) == *'"MetricsSampled"'* ]]
}

is_measured() {
  if [[ $CREDENTIAL == no ]]; then
    credential_is_there || return 1
    CREDENTIAL=yes
    say 'the server runs, and has let the functions into the K3s API'
  fi
  sample_is_there
}

wait_for_samples() {
  if ((WAIT_MINUTES == 0)); then say 'not waited for'; return 0; fi
  BUCKET="$(output_of infra/cluster KubernetesCredentialBucket)"
  CREDENTIAL=no
  say "the server boots, then Prometheus begins to measure: some five minutes, $WAIT_MINUTES at most"
  until_true $((WAIT_MINUTES * 60 / WAIT_PAUSE_SECONDS)) "$WAIT_PAUSE_SECONDS" is_measured || {
    local server
    find_instances server server running
    fail "$([[ $CREDENTIAL == yes ]] && echo 'the collector has recorded no sample of load' || echo 'the server has not let the functions into the K3s API') after $WAIT_MINUTES minutes" \
      "What the server said: aws ec2 get-console-output --latest --output text --region $REGION --instance-id ${server:-<there is none yet>}. Run this again to wait on."
  }
  say 'the load is measured'
}

bootstrap_flux() {
  [[ -n $REPOSITORY ]] || return 0
  local options=(--stage "$STAGE" --region "$REGION" --repository "$REPOSITORY" --branch "$BRANCH" --path "$FOLDER")
  if [[ $DRY_RUN == yes ]]; then options+=(--dry-run); fi
  if [[ $DRY_RUN == yes && -n $TOKEN_FILE ]]; then options+=(--token-file "$TOKEN_FILE"); fi
  scripts/bootstrap-flux.sh "${options[@]}" || exit "$EXIT_FAILED"
}

first_look() {
  local healthy=yes
  if [[ $DOCTOR == yes ]]; then doctor after || healthy=no; fi
  project smartscale events "${STORE[@]}" --last 10 || healthy=no
  say_whom_alarms_tell
  cat << TEXT

Look on from here:
  export AWS_REGION=$REGION SMARTSCALE_STORE=dynamodb:$TABLE
  npx smartscale explain last --cluster $STAGE      why the last decision was what it was
  npx smartscale events --follow --cluster $STAGE   what happens
  npx smartscale policy apply my.yaml --cluster $STAGE
  npx smartscale doctor --after --stage $STAGE
  scripts/remove-smartscale.sh --stage $STAGE       ends it
TEXT
  [[ $healthy == yes ]] || fail 'it is deployed, and the look at it found something' 'What doctor names stands above. Right after a first deployment some of it settles by itself within ten minutes.'
}

main() {
  read_options "$@"
  check_options
  step 'tools and account'
  check_tools aws node npm git
  read_secrets
  use_account
  confirm
  step 'dependencies'
  project node --version > /dev/null || fail 'the dependencies could not be installed' 'The reason stands above; run this again.'
  say 'they are there'
  check_policy
  keep_alarm_topic
  step 'secrets'
  store_webhook
  store_token
  step 'what the account lacks'
  examine_before
  step 'service-linked roles'
  make_service_roles
  step 'stacks'
  deploy_stacks
  if [[ $DRY_RUN == yes ]]; then
    bootstrap_flux
    say $'\nnothing was changed'
    return 0
  fi
  find_table
  step 'policy'
  apply_policy
  step 'first sample of load'
  wait_for_samples
  step 'Flux'
  bootstrap_flux
  step 'a first look'
  first_look
}

main "$@"
