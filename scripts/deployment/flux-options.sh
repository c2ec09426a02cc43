# shellcheck shell=bash
# What Flux is to follow. Sourced after reporting.sh.

# They become part of a script and of YAML: nothing in them may have a meaning there. Sets REPOSITORY and FOLDER as Flux wants them.
check_flux_options() {
  [[ ! $REPOSITORY =~ ^[a-z+]+://[^/]*@ ]] || wrong_use 'there is a user or a password in the URL: put the token into a file, for the token file'
  REPOSITORY="${REPOSITORY%/}"
  [[ $REPOSITORY =~ ^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)+$ ]] ||
    wrong_use "\"$REPOSITORY\" is not the https URL of a Git repository"
  [[ $BRANCH =~ ^[A-Za-z0-9][A-Za-z0-9._/-]*$ && ! $BRANCH =~ (\.\.|//|/$|\.$|\.lock$) ]] || wrong_use "\"$BRANCH\" is no name for a branch"
  if [[ $FOLDER == . ]]; then FOLDER=./; fi
  [[ $FOLDER == ./ || ($FOLDER =~ ^(\./)?[A-Za-z0-9][A-Za-z0-9._/-]*$ && $FOLDER != *..*) ]] ||
    wrong_use "\"$FOLDER\" is no folder of a repository: write it as in clusters/smartscale, or . for all of it"
}
