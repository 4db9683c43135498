#!/usr/bin/env bash
# Repairs and moves that are killed (SIGKILL) leave every file of the history as restorable as it was, also after a prune, and the same command finishes.
source "$(dirname "$0")/lib.sh"

seed=${SEED:-$RANDOM}
# ROUNDS=25 by hand kills fifty times.
rounds=${ROUNDS:-2}
lanes=${LANES:-2}
capacity=$((64 * 64 * 3 - 52))
echo "seed $seed, $rounds rounds"

# $1 is a round's directory: five hosts of its own, and a pool of three of them.
hosts() {
    echo 'storagex.backends {'
    for host in a b c d e; do echo "  $host { type = directory, sync = off, path = \"$1/data/$host\" }"; done
    echo '  safe { type = pool, hosts = [a, b, c], parity = "4+2" }'
    echo '}'
}
"$python" -c "import random, sys; sys.stdout.buffer.write(random.Random($seed).randbytes($capacity * (160 + $rounds)))" >"$work/noise"

images_of() { find data -name '*.png' | wc -l; }
upload() { storagex upload "$1" --to safe --width 64 --height 64 --quiet; }
part() { dd if="$work/noise" of="$1" bs=$capacity skip="$2" count="$3" status=none; }
whole() { storagex download @"$1.key" - --quiet 2>said | cmp - "$1" || { cat said; return 1; }; }

# killed MILLISECONDS ARGUMENTS...: runs storagex and kills it when the images have changed and a random moment up to that many milliseconds more has passed.
killed() {
    local pid status=0 before most=$1
    shift
    before=$(find data -name '*.png' | sort | cksum)
    "$STORAGEX" "$@" --config slow.hocon >killed.out 2>killed.err &
    pid=$!
    until [[ $(find data -name '*.png' | sort | cksum) != "$before" || ! -e /proc/$pid ]]; do sleep 0.02; done
    sleep "$((RANDOM % most / 1000)).$(printf %03d $((RANDOM % most % 1000)))"
    kill -KILL "$pid" 2>>ignored || true
    wait "$pid" 2>>ignored || status=$?
    if [[ $status == 137 ]]; then echo "${1}" >>"$work/tally"; else cat killed.err; [[ $status == 0 ]]; fi
}

all_whole() {
    whole gone
    whole kept
    storagex prune --yes --quiet >finished
    whole gone
    whole kept
}

round() {
    RANDOM=$((seed + $1))
    mkdir -p "$work/round-$1/data"
    cd "$work/round-$1"
    export XDG_DATA_HOME=$PWD/data
    hosts "$PWD" >quick.hocon
    { cat quick.hocon && echo 'storagex.uploads.rate = 60'; } >slow.hocon
    export STORAGEX_CONFIG=$PWD/quick.hocon
    part gone "$1" 80
    part kept $(($1 + 60)) 60
    upload gone >gone.key
    upload kept >kept.key
    rm -r data/b
    killed 700 repair @gone.key --quiet
    all_whole
    storagex repair @gone.key --quiet >finished 2>said || { cat said; return 1; }
    cmp finished gone.key
    storagex repair --all --quiet >finished 2>said || { cat said; return 1; }
    storagex health @gone.key >finished
    storagex health @kept.key >finished
    killed 3000 move @gone.key --to d --quiet
    all_whole
    storagex move @gone.key --to d --quiet >moved.key 2>said || { cat said; return 1; }
    all_whole
    cp gone moved
    whole moved
    storagex history gone >history
    [[ $(wc -l <history) == 1 ]] || { cat history; return 1; }
    # All that is left is named by one of the two.
    storagex delete @moved.key @kept.key --yes --quiet >finished
    storagex prune --yes --quiet >finished
    [[ $(images_of) == 0 ]] || { find data -name '*.png'; return 1; }
    cd "$work"
    rm -rf "$work/round-$1"
}

touch "$work/tally"
check "repairs and moves that are killed leave every file whole, and the same command finishes them" all_rounds
kills_came repair move
