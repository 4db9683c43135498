#!/usr/bin/env bash
# Standard output carries the result alone, in text or in JSON lines, and everything else goes to standard error.
source "$(dirname "$0")/lib.sh"

random 5000000 >given
storagex upload given >key
cat >slow.hocon <<'HOCON'
storagex.uploads.rate = 3
HOCON

says_nothing_else() {
    storagex upload given --quiet 2>err >key
    [[ ! -s err && $(wc -l <key) == 1 ]]
    storagex upload given 2>err >key
    [[ ! -s err && $(wc -l <key) == 1 ]]
}

closed_pipe() {
    set +o pipefail
    { code=0; storagex download @key - 2>err || code=$?; echo $code >code; } | head -c 10 >few
    [[ $(stat -c %s few) == 10 && $(<code) == 1 && ! -s err ]]
}

between_others() {
    (echo before; storagex download @key -; echo after) >all
    { echo before; cat given; echo after; } | cmp all -
}

json_lines() {
    rm -f back
    "$STORAGEX" "$@" --json >lines 2>err
    "$python" -c 'import json, sys; [json.loads(line) for line in open("lines")]'
    [[ ! -s err ]]
    tail -n 1 lines | grep -q '^{"event":"done",'
}

json_progress() {
    "$STORAGEX" upload given --width 512 --height 512 --config slow.hocon --json >lines
    cat lines
    grep -q '^{"event":"progress","phase":"pieces","bytes":[0-9]*,"totalBytes":5000000,"total_bytes":5000000,' lines
}

json_error() {
    local status=0
    "$STORAGEX" "$@" --json >lines 2>err || status=$?
    [[ $(wc -l <lines) == 1 && $(wc -l <err) == 1 ]]
    grep -q "^{\"event\":\"error\",\"kind\":\"[a-z]*\",.*\"exit_code\":$status}$" lines
}

version_and_help() {
    [[ $(storagex --version 2>err) =~ ^storagex\ [0-9]+\.[0-9]+\.[0-9]+ && ! -s err ]]
    storagex --help 2>err | grep -q 'upload <file>'
    storagex upload --help 2>err | grep -q -- '--width <N>'
    [[ ! -s err ]]
}

survives_hangup() {
    nohup "$STORAGEX" upload given --width 512 --height 512 --config slow.hocon >key 2>err </dev/null &
    until_true grep -q StorageX.Actors "/proc/$!/maps"
    kill -HUP $!
    wait $!
    storagex download @key - | cmp given -
}

bar_on_a_terminal() {
    script -qec "TERM=xterm $1 '$STORAGEX' upload given --width 512 --height 512 --config slow.hocon" drawn >/dev/null </dev/null
    grep -q 'pieces' drawn
}

plain_on_a_dumb_terminal() {
    script -qec "TERM=dumb '$STORAGEX' upload given --width 512 --height 512 --config slow.hocon" drawn >/dev/null </dev/null
    ! grep -v '^Script ' drawn | grep -q $'\e'
}

without_colours() {
    bar_on_a_terminal NO_COLOR=1
    ! grep -qE $'\e\\[[0-9;]*[34]?[0-9;]*m' <(sed $'s/\e\\[0\\?m//g' drawn)
}

check "a quick transfer says nothing but its result" says_nothing_else
check "a reader who leaves early ends the download quietly, with code 1" closed_pipe
check "a download to standard output keeps its place between other commands" between_others
check "--json gives an upload as JSON lines" json_lines upload given
check "--json gives a download as JSON lines" json_lines download @key back
check "--json gives a manifest as JSON lines" json_lines info @key
check "--json tells progress" json_progress
check "--json tells a failure" json_error download hello
check "--json tells wrong usage" json_error upload given --nope
check "--json with the file on standard output is wrong usage" json_error download @key -
check "--version and --help answer on standard output" version_and_help
check "a transfer under nohup survives its terminal" survives_hangup
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    check "a terminal gets a progress bar" bar_on_a_terminal ""
    check "NO_COLOR gets it without colours" without_colours
    check "a dumb terminal gets no escape sequences" plain_on_a_dumb_terminal
else
    skip "a terminal gets a progress bar" "no 'script' to make a terminal"
fi
