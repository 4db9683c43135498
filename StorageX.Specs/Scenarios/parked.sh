#!/usr/bin/env bash
# A budget that is spent parks the next upload, also one of another process, and Ctrl-C is safe meanwhile.
source "$(dirname "$0")/lib.sh"

cat >few.hocon <<HOCON
storagex.backends.few { type = directory, path = "$work/few", budgets = ["3/1h", "30/1d"] }
storagex.backend = few
HOCON

start() {
    env --default-signal=INT,TERM,HUP "$STORAGEX" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
}

says() { grep -Eq "$1" "$2"; }
ended_with() {
    local status=0
    wait "$pid" || status=$?
    [[ $status == "$1" ]]
}

three_are_stored() {
    local file
    for file in 1 2 3; do
        random 100 >given$file
        storagex upload given$file --config few.hocon >key$file
    done
}

the_fourth_waits_and_tells() {
    random 100 >given4
    start upload given4 --json --config few.hocon
    until_true says '"waiting_until":"20' "$work/out"
    kill -s INT "$pid"
    ended_with 130
}

the_fifth_tells_a_person() {
    start upload given4 --config few.hocon
    until_true says 'storagex: given4: few takes no more until .* \(in (1 h 0|5[0-9]) min.*\); Ctrl-C is safe, the same command continues' "$work/err"
    kill -s INT "$pid"
    ended_with 130
}

the_old_ones_come_back() { storagex download @key2 back --config few.hocon && cmp given2 back; }

check "three images go to a host that takes three an hour" three_are_stored
check "the fourth is parked, and --json tells until when" the_fourth_waits_and_tells
check "a person reads one line about it" the_fifth_tells_a_person
check "downloads do not wait for it" the_old_ones_come_back
