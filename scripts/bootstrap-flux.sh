#!/usr/bin/env bash
# Lets Flux, in the cluster, apply what is in a Git repository. No port is open to the cluster: the server itself runs what is asked of it
# by SSM Run Command. Why so: docs/adr/0015-flux-by-run-command.md. It can be run again: what is there already is brought up to date.
set -Eeuo pipefail

usage() {
  cat << 'TEXT'
Usage: scripts/bootstrap-flux.sh --stage NAME --repository URL [options]

Installs Flux, of a pinned version and checksum, and lets it apply a folder of a Git repository.

  --stage NAME         the fleet
  --repository URL     https, without a user or a password in it
  --branch BRANCH      default: main
  --path PATH          a folder of the repository, . for all of it; default: clusters/smartscale
  --token-file FILE    what reads a private repository; - reads it from standard input. Kept in SSM, encrypted
  --region REGION      default: AWS_REGION, or the region of the profile
  --yes                accepted for the sake of the other scripts: this one asks nothing
  --dry-run            show what the server would run
  --help

Exit codes: 0 Flux follows the repository; 1 something failed, and it was said what to do; 2 wrong use.
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
trap report_unforeseen ERR

STAGE='' REGION_OPTION='' REPOSITORY='' BRANCH=main FOLDER=clusters/smartscale TOKEN='' DRY_RUN=no
AGENT_TRIES=30
RUN_TRIES=130
PAUSE_SECONDS=10
DELIVERY_SECONDS=300
RUN_SECONDS=1200

read_options() {
  while (($# > 0)); do
    case "$1" in
      --stage) need_value "$@"; STAGE=$2 ;;
      --region) need_value "$@"; REGION_OPTION=$2 ;;
      --repository) need_value "$@"; REPOSITORY=$2 ;;
      --branch) need_value "$@"; BRANCH=$2 ;;
      --path) need_value "$@"; FOLDER=$2 ;;
      --token-file) need_value "$@"; TOKEN=$2 ;;
      --yes) shift; continue ;;
      --dry-run) DRY_RUN=yes; shift; continue ;;
      --help) usage; exit 0 ;;
      *) wrong_use "there is no option \"$1\"" ;;
    esac
    shift 2
  done
}

check_options() {
  check_stage
  use_region "$REGION_OPTION"
  [[ -n $REPOSITORY ]] || wrong_use 'which repository? Name one with --repository'
  check_flux_options
}

# What the server runs: the script, and its call. SSM would fill in whatever stands in double braces, so there are none.
commands() {
  printf 'cat > /opt/smartscale/install-flux.sh <<%s\n' "'END-OF-SCRIPT'"
  cat infra/cluster/flux/install-flux.sh
  printf 'END-OF-SCRIPT\nbash /opt/smartscale/install-flux.sh %q %q %q %q\n' "$REPOSITORY" "$BRANCH" "$FOLDER" "$1"
}

send() {
  ask COMMAND_ID aws ssm send-command --document-name AWS-RunShellScript --instance-ids "$SERVER" --comment "SmartScale $STAGE: Flux" \
    --timeout-seconds "$DELIVERY_SECONDS" --parameters "file://$1" --query Command.CommandId --output text && return 0
  # The agent of a young server has not told of itself yet.
  if [[ $COMPLAINT == *InvalidInstanceId* ]]; then say 'the server does not listen to SSM yet'; return 1; fi
  fail "SSM does not take the command: ${COMPLAINT##*$'\n'}" 'These credentials need ssm:SendCommand for the server and for the document AWS-RunShellScript.'
}

has_ended() {
  ask RUN_STATUS aws ssm get-command-invocation --command-id "$COMMAND_ID" --instance-id "$SERVER" --query Status --output text || return 1
  [[ $RUN_STATUS == @(Success|Failed|TimedOut|Cancelled|Undeliverable|Terminated) ]]
}

said() {
  aws ssm get-command-invocation --command-id "$COMMAND_ID" --instance-id "$SERVER" --query "$1" --output text
}

run_on_server() {
  local parameters
  find_instances SERVER server running
  SERVER="${SERVER%%[[:space:]]*}"
  [[ -n $SERVER ]] || fail "there is no running server of stage $STAGE in $REGION" 'Deploy it first, or wait some minutes for its group to start one: scripts/deploy-smartscale.sh'
  parameters="$(mktemp "${TMPDIR:-/tmp}/smartscale-command-XXXXXX")"
  SECRET_FILES+=("$parameters")
  commands "$1" | project node -e \
    'const text = require("node:fs").readFileSync(0, "utf8"); console.log(JSON.stringify({ commands: text.trimEnd().split("\n"), executionTimeout: [process.argv[1]] }))' \
    "$RUN_SECONDS" > "$parameters"
  until_true "$AGENT_TRIES" "$PAUSE_SECONDS" send "$parameters" ||
    fail "the server $SERVER does not listen to SSM" "Does its agent run? aws ssm describe-instance-information --region $REGION tells."
  say "the server $SERVER runs the command $COMMAND_ID"
  until_true "$RUN_TRIES" "$PAUSE_SECONDS" has_ended ||
    fail "the server has not answered (the last status was ${RUN_STATUS:-not told: ${COMPLAINT##*$'\n'}})" "Ask later: aws ssm get-command-invocation --region $REGION --command-id $COMMAND_ID --instance-id $SERVER"
  if [[ $RUN_STATUS != Success ]]; then
    said StandardErrorContent >&2
    fail "Flux was not bootstrapped: $RUN_STATUS" 'What the server said stands above; put it right and run this again.'
  fi
  said StandardOutputContent
}

main() {
  local name token=without-token
  read_options "$@"
  check_options
  check_tools aws node
  name="/smartscale/$STAGE/git-token"
  if [[ -n $TOKEN ]]; then read_secret "$TOKEN" 'the token of the Git repository'; fi
  use_account
  if [[ -n $TOKEN ]] || has_secret "$name"; then token=with-token; fi
  if [[ $DRY_RUN == yes ]]; then
    if [[ -n $TOKEN ]]; then say "would store the token as $name"; fi
    say 'would have the server run:'
    commands "$token"
    return 0
  fi
  if [[ -n $TOKEN ]]; then store_secret "$name" "$SECRET_FILE"; fi
  run_on_server "$token"
}

main "$@"
