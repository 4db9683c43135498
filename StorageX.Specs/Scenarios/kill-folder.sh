#!/usr/bin/env bash
# Uploads and downloads of folders that are killed, and the same command again: the right folder, and no more sent twice than was in flight.
source "$(dirname "$0")/lib.sh"

seed=${SEED:-$RANDOM}
rounds=${ROUNDS:-2}
lanes=${LANES:-2}
echo "seed $seed, $rounds rounds"
: >"$work/tally"
echo 'storagex { piece { width = 64, height = 64 }, uploads.rate = 40, downloads.rate = 40, catalogue.check-after = 1h }' >"$work/slow.hocon"
export STORAGEX_CONFIG=$work/slow.hocon
permits=8

facts() { (cd "$1" && find . -printf '%P|%y|%#m|%T@|%l\0' | sort -z); }
field() { sed -n 's/^{"event":"done".*"'"$1"'":\([^,}]*\).*/\1/p' done; }
stored() { find "$XDG_DATA_HOME" -name '*.png' 2>/dev/null | wc -l; }

# killed KIND COMMAND...: it begins, and is killed while it runs; what it printed, if it was done before, is no news.
killed() {
    local kind=$1 pid status=0
    shift
    "$STORAGEX" "$@" --quiet >killed.out 2>killed.err &
    pid=$!
    sleep "$((RANDOM % 2)).$(printf %03d $((RANDOM % 1000)))"
    kill -KILL "$pid" 2>>ignored || true
    wait "$pid" 2>>ignored || status=$?
    [[ $status != 137 ]] || echo "$kind" >>"$work/tally"
}

round() {
    local there
    RANDOM=$((seed + $1))
    mkdir "$work/round-$1"
    cd "$work/round-$1"
    export XDG_DATA_HOME=$PWD/data
    mkdir data
    "$python" - "$((seed + $1))" <<'PYTHON'
import os, random, sys
chance = random.Random(int(sys.argv[1]))
for number in range(150):
    path = f"tree/d{number % 7}/e{number % 3}/f{number}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "wb").write(chance.randbytes(chance.choice((0, 10, 3000, 9000, 40000))))
    os.utime(path, ns=(1, chance.randrange(10**18)))
    if number % 20 == 0:
        os.symlink("f0", f"tree/d{number % 7}/l{number}")
PYTHON
    killed upload upload tree
    there=$(stored)
    storagex upload tree --json --quiet >done
    # What was stored is found again, but for what the catalogue had not heard of yet; what comes after the last piece belongs to the manifest.
    ((there <= $(field pieces))) || there=$(field pieces)
    (($(field skipped) >= there - permits))
    sed -n 's/.*"key":"\([^"]*\)".*/\1/p' done | "$python" -c 'import json, sys; print(json.loads("\"" + sys.stdin.read().strip() + "\""))' >key
    for _ in 1 2; do killed download download @key back; done
    storagex download @key back --json --quiet >done
    [[ $(field problems) == 0 ]]
    cmp <(facts tree) <(facts back)
    diff -r --no-dereference tree back
    cd "$work"
}

check "folders whose uploads and downloads are killed come back as they were, and little is sent twice" all_rounds
kills_came upload download
