#!/usr/bin/env bash
# The completion scripts, in the shells they are for.
source "$(dirname "$0")/lib.sh"

mkdir "$work/bin"
ln -s "$STORAGEX" "$work/bin/storagex"
export PATH=$work/bin:$PATH HOME=$work/home TERM=xterm
touch holiday.mp4

# What bash offers for a line, one a row.
in_bash() {
    bash --norc -c '
        source <(storagex completion bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<<"$1"
        [[ $1 != *" " ]] || COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _storagex
        ((${#COMPREPLY[@]} == 0)) || printf "%s\n" "${COMPREPLY[@]}"' - "$1"
}

in_fish() { fish --no-config -c 'storagex completion fish | source; complete -C $argv[1]' "$1" | cut -f1; }

# zsh completes at a prompt alone, so this types into one and reads what it inserted.
in_zsh() {
    "$python" - "$1" <<'PYTHON'
import os, pty, re, select, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("zsh", ["zsh", "-f"])
def read_until(word, seconds=10):
    seen, end = "", time.monotonic() + seconds
    while word not in seen and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
    return seen
os.write(terminal, b"PS1='READ''Y> '; LISTMAX=1000\n")
read_until("READY> ")
os.write(terminal, b"source <(storagex completion zsh); bindkey '^I' complete-word; print LOA''DED\n")
read_until("LOADED")
read_until("READY> ")
os.write(terminal, sys.argv[1].encode() + b"\t")
print(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", read_until("\0", 2)))
os.write(terminal, b"\x03exit\n")
PYTHON
}

offers() {
    local shell=$1 line=$2 offered
    shift 2
    offered=$("in_$shell" "$line")
    echo "offered: $offered"
    for word in "$@"; do grep -qF -- "$word" <<<"$offered"; done
}

exactly() {
    local offered
    offered=$("in_$1" "$2" | sort | tr '\n' ' ')
    echo "offered: $offered"
    [[ $offered == "$3" ]]
}

check "bash completes commands" offers bash "storagex " completion download info upload
check "bash completes the start of a command" exactly bash "storagex up" "upload "
check "bash completes options" offers bash "storagex upload --wi" --width
check "bash completes what an option takes" exactly bash "storagex upload --format " "1 2 "
check "bash completes the shells" exactly bash "storagex completion " "bash fish pwsh zsh "
check "bash leaves file names to itself" exactly bash "storagex upload ho" ""
if command -v fish >/dev/null; then
    check "fish completes commands" offers fish "storagex " completion download info upload
    check "fish completes options" offers fish "storagex upload --wi" --width
    check "fish completes file names" offers fish "storagex upload ho" holiday.mp4
else
    skip "fish completes commands" "no fish here"
fi
if command -v zsh >/dev/null; then
    check "zsh completes the start of a command" offers zsh "storagex uplo" "upload "
    check "zsh completes options" offers zsh "storagex upload --wid" "--width "
    check "zsh completes file names" offers zsh "storagex upload hol" "holiday.mp4"
else
    skip "zsh completes commands" "no zsh here"
fi
if command -v pwsh >/dev/null; then
    check "PowerShell loads its script" pwsh -NoProfile -Command 'storagex completion pwsh | Out-String | Invoke-Expression'
else
    skip "PowerShell completes commands" "no pwsh here"
fi
