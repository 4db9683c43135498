#!/usr/bin/env bash
# Deletions and prunes that are killed (SIGKILL) hurt no other file of the history, and the same command finishes.
source "$(dirname "$0")/lib.sh"

seed=${SEED:-$RANDOM}
# ROUNDS=25 by hand kills fifty times.
rounds=${ROUNDS:-4}
lanes=4
capacity=$((64 * 64 * 3 - 52))
echo "seed $seed, $rounds rounds"

# A host that is slow to delete, so that a kill comes in the midst of it.
echo 'storagex.backends.directory.sync = off' >"$work/quick.hocon"
export STORAGEX_CONFIG=$work/quick.hocon
cat >"$work/slow.hocon" <<'HOCON'
storagex.uploads.rate = 40
storagex.backends.directory.sync = off
HOCON
"$python" -c "import random, sys; sys.stdout.buffer.write(random.Random($seed).randbytes($capacity * (200 + $rounds)))" >"$work/noise"

images_of() { find data -name '*.png' | wc -l; }
upload() { storagex upload "$1" --width 64 --height 64 --quiet "${@:2}"; }
# part NAME FIRST COUNT: so many pieces of the noise.
part() { dd if="$work/noise" of="$1" bs=$capacity skip="$2" count="$3" status=none; }

# killed ARGUMENTS...: runs storagex and kills it when it has deleted something and a random moment more has passed; tells whether it was killed.
killed() {
    local pid status=0 before
    before=$(images_of)
    "$STORAGEX" "$@" --config "$work/slow.hocon" >killed.out 2>killed.err &
    pid=$!
    until [[ $(images_of) != "$before" || ! -e /proc/$pid ]]; do sleep 0.02; done
    sleep "0.$(printf %03d $((RANDOM % 600)))"
    kill -KILL "$pid" 2>>ignored || true
    wait "$pid" 2>>ignored || status=$?
    if [[ $status == 137 ]]; then echo "${1}" >>"$work/tally"; else cat killed.err; [[ $status == 0 ]]; fi
}

whole() {
    storagex download @"$1.key" - --quiet | cmp - "$1"
}

round() {
    RANDOM=$((seed + $1))
    mkdir "$work/round-$1"
    cd "$work/round-$1"
    export XDG_DATA_HOME=$PWD/data
    mkdir data
    part gone "$1" 80
    part kept $(($1 + 50)) 60
    part other $(($1 + 10)) 30
    upload gone >gone.key
    upload kept >kept.key
    killed delete @gone.key --yes --quiet
    whole kept
    # An upload meanwhile takes nothing that is half gone.
    upload other >other.key
    whole other
    if [[ $(storagex history gone 2>>ignored) ]]; then storagex delete @gone.key --yes --quiet >finished; fi
    whole kept
    whole other

    # One that is cut off, for the prune.
    part cut $(($1 + 120)) 70
    "$STORAGEX" upload cut --width 64 --height 64 --config "$work/slow.hocon" >cut.out 2>>ignored &
    local pid=$! before
    before=$(images_of)
    until (($(images_of) > before + 50)) || [[ ! -e /proc/$pid ]]; do sleep 0.02; done
    kill -KILL "$pid" 2>>ignored || true
    wait "$pid" 2>>ignored || true
    killed prune --yes --quiet
    whole kept
    whole other
    storagex prune --yes --quiet >finished
    whole kept
    whole other
    storagex delete @kept.key @other.key --yes --quiet >finished
    storagex prune --yes --quiet >finished
    [[ -s cut.out || $(images_of) == 0 ]]
    [[ -z $(find data -name 'catalogue.db-run-*' ) ]]
    cd "$work"
    rm -rf "$work/round-$1"
}

touch "$work/tally"
check "deletions and prunes that are killed hurt no other file, and the same command finishes them" all_rounds
kills_came delete prune
