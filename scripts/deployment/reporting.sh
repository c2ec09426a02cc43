# shellcheck shell=bash
# How the deployment scripts talk to people, and how they end. Sourced by them.

EXIT_FAILED=1
EXIT_WRONG_USE=2

# Progress and results: standard output. What went wrong: standard error.
say() {
  printf '%s\n' "$*"
}

step() {
  printf '\n== %s\n' "$*"
}

# fail WHAT DO: what went wrong, and what to do about it. Never returns.
fail() {
  printf '\n%s: %s\n  %s\n' "${0##*/}" "$1" "$2" >&2
  exit "$EXIT_FAILED"
}

wrong_use() {
  printf '%s: %s\n  %s --help tells how it is used.\n' "${0##*/}" "$1" "${0##*/}" >&2
  exit "$EXIT_WRONG_USE"
}

# What nobody foresaw is told with its place.
report_unforeseen() {
  local status=$?
  printf '\n%s: line %s ended with %s: %s\n  Run it again: it goes on where it stopped.\n' "${0##*/}" "${BASH_LINENO[0]}" "$status" "$BASH_COMMAND" >&2
  exit "$EXIT_FAILED"
}

# need_value OPTION [VALUE...]: the option must be followed by its value, not by another option.
need_value() {
  if (($# < 2)) || [[ -z $2 || ($2 == -* && $2 != -) ]]; then wrong_use "$1 needs a value"; fi
}

# ask VARIABLE COMMAND...: sets it to what the command answers, and COMPLAINT to what it says beside that. A warning is no part of an answer.
ask() {
  local asked_variable=$1 asked_answer asked_file asked_status=0
  shift
  asked_file="$(mktemp "${TMPDIR:-/tmp}/smartscale-complaint-XXXXXX")"
  asked_answer="$("$@" 2> "$asked_file")" || asked_status=$?
  # shellcheck disable=SC2034 # of those who source this
  COMPLAINT="$(< "$asked_file")"
  rm -f "$asked_file"
  printf -v "$asked_variable" '%s' "$asked_answer"
  return "$asked_status"
}

# until_true TIMES PAUSE_SECONDS COMMAND...: 0 as soon as it succeeds, 1 when it never did.
until_true() {
  local times=$1 pause=$2 tried
  shift 2
  for ((tried = 1; tried <= times; tried++)); do
    if "$@"; then return 0; fi
    if ((tried < times)); then sleep "$pause"; fi
  done
  return 1
}
