/**
 * For bash. That of `@bomb.sh/tab` wants the package bash-completion, cannot be read twice by one shell, offers no files and runs
 * what is typed as a command; this one does none of these.
 */
export const BASH_SCRIPT = `# bash completion for smartscale
_smartscale() {
  local line=\${COMP_LINE:0:COMP_POINT} answer candidate before then
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  local word=\${words[-1]}
  answer=$(smartscale complete -- "\${words[@]:1}" 2>/dev/null) || return
  then=\${answer##*$'\\n'}
  answer=\${answer%"$then"}
  # Bash begins a new word after each = and each colon: what stands before it is not repeated.
  before=\${word%"\${word##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    [[ -n $candidate ]] && COMPREPLY+=("\${candidate#"$before"}")
  done <<<"$answer"
  ((\${then#:} & 2)) && compopt -o nospace
  ((\${then#:} & 4)) || { [[ \${#COMPREPLY[@]} -eq 0 ]] && compopt -o default; }
  return 0
}
complete -F _smartscale smartscale`;
