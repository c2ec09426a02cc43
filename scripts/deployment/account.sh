# shellcheck shell=bash
# What the deployment scripts ask and tell AWS. Sourced after reporting.sh. Every call is for $REGION, which is exported.

# Every machine of a cluster has these tags; packages/events/src/worker-identity.ts names them, and a test compares.
CLUSTER_TAG=smartscale:cluster
ROLE_TAG=smartscale:role

# All states of a machine but the last.
# shellcheck disable=SC2034 # of those who source this
ENDING=pending,running,stopping,stopped,shutting-down

# CloudFormation needs minutes; a function in a VPC up to twenty to be removed.
STACK_PAUSE_SECONDS=10
STACK_TRIES=240

check_tools() {
  local tool missing=()
  ((BASH_VERSINFO[0] >= 4)) || fail "this is bash $BASH_VERSION" 'Install bash 4 or later.'
  for tool in "$@"; do
    command -v "$tool" > /dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) || fail "not installed: ${missing[*]}" 'Install what is missing. "aws" is the AWS CLI: https://docs.aws.amazon.com/cli/'
}

# Names of stacks, functions and parameters begin with it. The longest name that AWS takes is that of a role.
check_stage() {
  [[ -n $STAGE ]] || wrong_use 'which stage? Name one with --stage, for example --stage prod'
  [[ $STAGE =~ ^[a-z][a-z0-9-]{0,19}$ && $STAGE != *- ]] ||
    wrong_use "\"$STAGE\" is no name for a stage: up to 20 small letters, digits and -, a letter first"
}

# use_region OPTION: sets and exports REGION from the option, the environment or the profile.
use_region() {
  REGION="${1:-${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region 2> /dev/null || true)}}}"
  [[ -n $REGION ]] || wrong_use 'which region? Name one with --region, or set AWS_REGION'
  [[ $REGION =~ ^[a-z]{2}(-[a-z]+)+-[0-9]$ ]] || wrong_use "\"$REGION\" is no region: write it as in ap-south-1"
  # The framework takes the region from here: it knows no option for all stacks at once.
  export AWS_REGION="$REGION" AWS_DEFAULT_REGION="$REGION" AWS_PAGER='' AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5
}

# Sets ACCOUNT.
use_account() {
  local answer
  ask answer aws sts get-caller-identity --query '[Account,Arn]' --output text ||
    fail "AWS does not accept these credentials: ${COMPLAINT##*$'\n'}" \
      'Sign in (aws sso login, or aws configure), or set AWS_PROFILE; then "aws sts get-caller-identity" must answer.'
  ACCOUNT="${answer%%[[:space:]]*}"
  say "account $ACCOUNT as ${answer##*[[:space:]]}, region $REGION, stage $STAGE"
}

# The folders of all stacks, in the order of serverless-compose.yml, in which each comes after those that it imports from.
stack_folders() {
  sed -n 's/^    path: //p' serverless-compose.yml
}

stack_name() {
  printf 'smartscale-%s-%s' "${1##*/}" "$STAGE"
}

# Sets STATUS_OF, by folder, for the stacks that are there.
declare -A STATUS_OF=()
read_stacks() {
  local answer name status folder
  ask answer aws cloudformation describe-stacks --query 'Stacks[].[StackName,StackStatus]' --output text ||
    fail "CloudFormation does not tell its stacks: ${COMPLAINT##*$'\n'}" 'These credentials need cloudformation:DescribeStacks.'
  STATUS_OF=()
  while IFS= read -r folder; do
    while read -r name status; do
      if [[ $name == "$(stack_name "$folder")" && $status != DELETE_COMPLETE ]]; then STATUS_OF[$folder]=$status; fi
    done <<< "$answer"
  done < <(stack_folders)
}

stacks_are_settled() {
  read_stacks
  local folder busy=''
  for folder in "${!STATUS_OF[@]}"; do
    if [[ ${STATUS_OF[$folder]} == *_IN_PROGRESS && ${STATUS_OF[$folder]} != REVIEW_IN_PROGRESS ]]; then
      busy+=" ${folder##*/} (${STATUS_OF[$folder]})"
    fi
  done
  [[ -z $busy ]] || { say "waiting for CloudFormation:$busy"; return 1; }
}

# An earlier run may have been killed while CloudFormation goes on.
wait_for_stacks() {
  until_true "$STACK_TRIES" "$STACK_PAUSE_SECONDS" stacks_are_settled ||
    fail 'CloudFormation is still busy with stacks of this stage' 'Look at its events in the AWS console; run this again when they are done.'
}

# output_of FOLDER KEY: an output of a stack; nothing when there is none.
output_of() {
  local value
  value="$(aws cloudformation describe-stacks --stack-name "$(stack_name "$1")" \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue" --output text 2> /dev/null)" || return 0
  [[ $value == None ]] || printf '%s' "$value"
}

# parameter_of FOLDER KEY: what a stack was deployed with; nothing when there is no such stack.
parameter_of() {
  local value
  value="$(aws cloudformation describe-stacks --stack-name "$(stack_name "$1")" \
    --query "Stacks[0].Parameters[?ParameterKey=='$2'].ParameterValue" --output text 2> /dev/null)" || return 0
  [[ $value == None ]] || printf '%s' "$value"
}

# find_instances VARIABLE ROLE STATES: sets it to the ids of machines of this cluster, and of no other. No answer is not "none".
find_instances() {
  local answer
  ask answer aws ec2 describe-instances --output text --query 'Reservations[].Instances[].InstanceId' --filters \
    "Name=tag:$CLUSTER_TAG,Values=$STAGE" "Name=tag:$ROLE_TAG,Values=$2" "Name=instance-state-name,Values=$3" ||
    fail "EC2 does not tell the machines of $STAGE: ${COMPLAINT##*$'\n'}" 'These credentials need ec2:DescribeInstances.'
  [[ $answer != None ]] || answer=''
  printf -v "$1" '%s' "${answer//[[:space:]]/ }"
}

# The project's own commands, on its own Node, with what is missing installed first.
project() {
  node scripts/with-setup.mjs "$@"
}
