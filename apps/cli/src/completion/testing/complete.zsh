# complete.zsh SCRIPT LINE EXPECTED: types a line into a zsh of its own, presses the tabulator, and prints what then stands on the
# terminal, as soon as the expected text is there and after 30 seconds at most.
zmodload zsh/zpty
zpty -b shell zsh --no-rcs -i
zpty -w shell "PS1= ; stty columns 200; autoload -Uz compinit && compinit -u -D; source $1; print re''ady"
seen=
wait_for() {
  local part
  repeat 300; do
    while zpty -r -t shell part; do seen+=$part; done
    [[ $seen == *$1* ]] && return
    sleep 0.1
  done
}
wait_for ready
seen=
zpty -n -w shell "$2"$'\t'
wait_for $3
print -r -- $seen
zpty -d shell
