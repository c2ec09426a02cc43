#!/usr/bin/env bash
# Takes a fleet away: first all that could launch a worker, then the workers, which belong to no stack, then the stacks.
# It can be killed at any moment and run again: it goes on where it stopped.
set -Eeuo pipefail

usage() {
  cat << 'TEXT'
Usage: scripts/remove-smartscale.sh --stage NAME [options]

Ends all workers of the stage and removes its stacks. Kept are the events, the snapshots of the cluster and the secrets;
it says where they are and how to delete them.

  --stage NAME      the fleet that goes
  --region REGION   default: AWS_REGION, or the region of the profile
  --yes             do not ask for the name of the stage
  --dry-run         look, and say what would be done
  --help

Exit codes: 0 it is gone; 1 something failed, and it was said what to do; 2 wrong use, or there is no such stage.
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/deployment/reporting.sh
source scripts/deployment/reporting.sh
# shellcheck source=scripts/deployment/account.sh
source scripts/deployment/account.sh
trap report_unforeseen ERR

STAGE='' REGION_OPTION='' ASK=yes DRY_RUN=no
# The only stack with the right to launch.
LAUNCHER=services/capacity-manager
TERMINATION_TRIES=60
TERMINATION_PAUSE_SECONDS=10
WORK=''

read_options() {
  while (($# > 0)); do
    case "$1" in
      --stage) need_value "$@"; STAGE=$2 ;;
      --region) need_value "$@"; REGION_OPTION=$2 ;;
      --yes) ASK=no; shift; continue ;;
      --dry-run) DRY_RUN=yes; shift; continue ;;
      --help) usage; exit 0 ;;
      *) wrong_use "there is no option \"$1\"" ;;
    esac
    shift 2
  done
}

# Sets WORKERS, SERVERS, TABLES, BUCKETS and PARAMETERS. CloudFormation's names begin with the stack's and the resource's.
look() {
  wait_for_stacks
  find_instances WORKERS worker "$ENDING"
  find_instances SERVERS server "$ENDING"
  TABLES="$(aws dynamodb list-tables --query "TableNames[?starts_with(@, 'smartscale-event-backbone-$STAGE-EventTable-')]" --output text)"
  BUCKETS="$(aws s3api list-buckets --query "Buckets[?starts_with(Name, 'smartscale-cluster-$STAGE-clusterbucket-')].Name" --output text)"
  PARAMETERS="$(aws ssm get-parameters-by-path --path "/smartscale/$STAGE" --query 'Parameters[].Name' --output text)"
  [[ $TABLES != None ]] || TABLES=''
  [[ $BUCKETS != None ]] || BUCKETS=''
  [[ $PARAMETERS != None ]] || PARAMETERS=''
}

confirm() {
  local answer
  say "stacks: ${#STATUS_OF[@]}; workers: $(wc -w <<< "$WORKERS"); server: ${SERVERS:-none}"
  if [[ $ASK == no || $DRY_RUN == yes ]]; then return 0; fi
  [[ -t 0 ]] || wrong_use 'there is nobody to ask: say --yes'
  read -r -p "Type the name of the stage to remove it from account $ACCOUNT, region $REGION: " answer || answer=''
  [[ $answer == "$STAGE" ]] || fail 'that is not its name' 'Nothing was done.'
}

# Each in its folder, at once: none imports from another. Progress is of no use when several speak; what failed is told in full.
remove_stacks() {
  local folder pid failed=() pids=() folders=()
  for folder in "$@"; do
    if [[ -z ${STATUS_OF[$folder]:-} ]]; then continue; fi
    if [[ $DRY_RUN == yes ]]; then say "would remove the stack $(stack_name "$folder")"; continue; fi
    say "removing $(stack_name "$folder")"
    (cd "$folder" && exec node ../../scripts/with-setup.mjs serverless remove --stage "$STAGE") > "$WORK/${folder##*/}" 2>&1 &
    pids+=($!) folders+=("$folder")
  done
  for pid in "${!pids[@]}"; do
    wait "${pids[$pid]}" || failed+=("${folders[$pid]}")
  done
  if ((${#failed[@]} == 0)); then return 0; fi
  for folder in "${failed[@]}"; do cat "$WORK/${folder##*/}" >&2; done
  FAILED="${failed[*]##*/}"
  return 1
}

must_remove_stacks() {
  remove_stacks "$@" || fail "not removed: $FAILED" 'The reason stands above; put it right and run this again.'
}

workers_are_gone() {
  local alive answer
  find_instances WORKERS worker "$ENDING"
  if [[ -z $WORKERS ]]; then return 0; fi
  find_instances alive worker pending,running,stopping,stopped
  if [[ -n $alive ]]; then
    # shellcheck disable=SC2086 # a list of ids
    answer="$(aws ec2 terminate-instances --instance-ids $alive 2>&1)" ||
      fail "EC2 does not end the workers: ${answer##*$'\n'}" 'Is one protected against termination? Lift that in the AWS console, and run this again.'
  fi
  say "ending: $WORKERS"
  return 1
}

end_workers() {
  if [[ $DRY_RUN == yes ]]; then say "would end the workers ${WORKERS:-(there are none)}"; return 0; fi
  until_true "$TERMINATION_TRIES" "$TERMINATION_PAUSE_SECONDS" workers_are_gone ||
    fail "these workers do not end: $WORKERS" 'Look at them in the AWS console (protection against termination?), then run this again.'
  say 'there are no workers'
}

# What a server that died without a farewell left in the private zone keeps the zone from being deleted. One that lives takes it away itself.
delete_dead_records() {
  local zone name ttl address
  if [[ -z ${STATUS_OF[infra/cluster]:-} ]]; then return 0; fi
  find_instances SERVERS server "$ENDING"
  if [[ -n $SERVERS ]]; then return 0; fi
  zone="$(aws cloudformation describe-stack-resource --stack-name "$(stack_name infra/cluster)" --logical-resource-id PrivateZone \
    --query StackResourceDetail.PhysicalResourceId --output text 2> /dev/null)" || return 0
  while read -r name ttl address; do
    if [[ $name != @(server|prometheus).smartscale.internal. ]]; then continue; fi
    if [[ $DRY_RUN == yes ]]; then say "would delete the record $name"; continue; fi
    say "deleting the record $name, which a dead server left"
    aws route53 change-resource-record-sets --hosted-zone-id "$zone" --change-batch \
      "{\"Changes\":[{\"Action\":\"DELETE\",\"ResourceRecordSet\":{\"Name\":\"$name\",\"Type\":\"A\",\"TTL\":$ttl,\"ResourceRecords\":[{\"Value\":\"$address\"}]}}]}" > /dev/null
  done < <(aws route53 list-resource-record-sets --hosted-zone-id "$zone" \
    --query "ResourceRecordSets[?Type=='A'].[Name,TTL,ResourceRecords[0].Value]" --output text 2> /dev/null)
}

# The server says farewell when its group goes. If it died meanwhile, its records are in the way: then once more.
remove_cluster() {
  delete_dead_records
  if remove_stacks infra/cluster infra/event-backbone; then return 0; fi
  wait_for_stacks
  delete_dead_records
  must_remove_stacks infra/cluster infra/event-backbone
}

tell_what_is_kept() {
  local table bucket parameter
  if [[ -z $TABLES$BUCKETS$PARAMETERS ]]; then say 'nothing is kept'; return 0; fi
  say "Kept, and how to delete it for good (with AWS_REGION=$REGION):"
  for table in $TABLES; do
    say "  the events: table $table; still to be read with --store dynamodb:$table"
    say "    aws dynamodb update-table --table-name $table --no-deletion-protection-enabled && aws dynamodb delete-table --table-name $table"
  done
  for bucket in $BUCKETS; do
    say "  the snapshots of the cluster: bucket $bucket, with all versions of its objects"
    say "    empty it in the AWS console (S3, Empty), then: aws s3api delete-bucket --bucket $bucket"
  done
  for parameter in $PARAMETERS; do
    say "  a secret: parameter $parameter"
    say "    aws ssm delete-parameter --name $parameter"
  done
}

main() {
  local folder services=()
  read_options "$@"
  check_stage
  use_region "$REGION_OPTION"
  check_tools aws node npm
  use_account
  look
  if ((${#STATUS_OF[@]} == 0)) && [[ -z $WORKERS ]]; then
    [[ -n $TABLES$BUCKETS$PARAMETERS ]] || wrong_use "there is nothing of a stage \"$STAGE\" in region $REGION of account $ACCOUNT"
    say "stage $STAGE is removed already"
    tell_what_is_kept
    return 0
  fi
  confirm
  WORK="$(mktemp -d)"
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$WORK'" EXIT
  step 'what launches workers'
  must_remove_stacks "$LAUNCHER"
  if [[ $DRY_RUN == no ]]; then say 'nothing launches workers any more'; fi
  step 'workers'
  end_workers
  step 'services'
  while IFS= read -r folder; do
    if [[ $folder == services/* && $folder != "$LAUNCHER" ]]; then services+=("$folder"); fi
  done < <(stack_folders)
  must_remove_stacks "${services[@]}"
  step 'cluster and event backbone'
  remove_cluster
  step 'network'
  must_remove_stacks infra/network
  step 'done'
  if [[ $DRY_RUN == yes ]]; then say 'nothing was changed'; return 0; fi
  look
  tell_what_is_kept
}

main "$@"
