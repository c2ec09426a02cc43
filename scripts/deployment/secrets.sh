# shellcheck shell=bash
# Secrets come from a file or from standard input, and pass through files of mode 0600 only: an argument could be read by every
# process of the machine. Sourced after reporting.sh.

SECRET_LIMIT_BYTES=4096

# read_secret FILE|- WHAT: sets SECRET_FILE, a copy without line ends, gone when the script ends.
read_secret() {
  local source=$1 what=$2 value
  if [[ $source == - ]]; then
    [[ ! -t 0 ]] || wrong_use "$what is expected on standard input, and that is a terminal: pipe it in, or name a file"
    value="$(head -c "$((SECRET_LIMIT_BYTES + 1))" | tr -d '\r\n\0')"
  else
    [[ -r $source && -f $source ]] || wrong_use "the file \"$source\" with $what cannot be read"
    value="$(head -c "$((SECRET_LIMIT_BYTES + 1))" "$source" | tr -d '\r\n\0')"
  fi
  [[ -n $value ]] || wrong_use "$what is empty"
  ((${#value} <= SECRET_LIMIT_BYTES)) || wrong_use "$what is longer than $SECRET_LIMIT_BYTES bytes"
  SECRET_FILE="$(umask 077 && mktemp "${TMPDIR:-/tmp}/smartscale-secret-XXXXXX")"
  SECRET_FILES+=("$SECRET_FILE")
  printf '%s' "$value" > "$SECRET_FILE"
}

SECRET_FILES=()
forget_secrets() {
  if ((${#SECRET_FILES[@]} > 0)); then rm -f "${SECRET_FILES[@]}"; fi
}
trap forget_secrets EXIT

# store_secret PARAMETER FILE: as a SecureString, which only those can read who may. The second time it is replaced.
store_secret() {
  local answer
  answer="$(aws ssm put-parameter --name "$1" --type SecureString --overwrite --value "file://$2" 2>&1 > /dev/null)" ||
    fail "SSM does not take $1: ${answer##*$'\n'}" 'These credentials need ssm:PutParameter, and the parameter must not be of another type.'
  say "stored $1 as a SecureString"
}

has_secret() {
  aws ssm get-parameter --name "$1" --query Parameter.Type --output text > /dev/null 2>&1
}
