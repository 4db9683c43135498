#!/usr/bin/env bash
# A program that is killed (SIGKILL) leaves what the same command then goes on with: nothing is lost, and next to nothing
# is sent or fetched twice.
source "$(dirname "$0")/lib.sh"

seed=${SEED:-$RANDOM}
# ROUNDS=50 by hand.
rounds=${ROUNDS:-30}
lanes=4
size=2400000
capacity=$((64 * 64 * 3 - 52))
pieces=$(((size + capacity - 1) / capacity))
credits=8
echo "seed $seed, $rounds rounds, $pieces pieces"

# A slow host, so that a transfer lasts longer than it takes until it is killed; the second runs need not wait for the disk.
echo 'storagex.backends.directory.sync = off' >"$work/quick.hocon"
export STORAGEX_CONFIG=$work/quick.hocon
cat >"$work/slow.hocon" <<'HOCON'
storagex.uploads.rate = 70
storagex.downloads.rate = 70
storagex.backends.directory.sync = on
HOCON
"$python" -c "import random, sys; sys.stdout.buffer.write(random.Random($seed).randbytes($size + 1000 * $rounds))" >"$work/noise"

# killed BEGUN ARGUMENTS...: runs storagex and kills it at a random moment after BEGUN succeeds; fails where it ended first.
killed() {
    local begun=$1 pid status=0
    shift
    "$STORAGEX" "$@" --config "$work/slow.hocon" >killed.out 2>killed.err &
    pid=$!
    until "$begun" || [[ ! -e /proc/$pid ]]; do sleep 0.1; done
    sleep "$((RANDOM % 2)).$(printf %03d $((RANDOM % 1000)))"
    kill -KILL "$pid" 2>>ignored || true
    wait "$pid" 2>>ignored || status=$?
    [[ $status == 137 && ! -s killed.out ]]
}

images_of() { find "$XDG_DATA_HOME" -name '*.png'; }
has_stored() { [[ -e data/storagex/images ]]; }
has_fetched() { [[ -e back.part ]]; }
field() { sed -n 's/^{"event":"done".*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' done; }

# One upload and its download, each killed and run again. Tells of both how many pieces were there when it was killed,
# how many of those were sent or fetched again, and how many temporary files it left.
round() {
    local there again left
    RANDOM=$((seed + $1))
    mkdir "$work/round-$1"
    cd "$work/round-$1"
    export XDG_DATA_HOME=$PWD/data
    dd if="$work/noise" of=given bs=1000 skip="$1" count=$((size / 1000)) status=none
    mkdir data
    until killed has_stored upload given --width 64 --height 64; do rm -rf data && mkdir data; done
    there=$(images_of | wc -l)
    left=$(find data -name '*.part' | wc -l)
    storagex upload given --width 64 --height 64 --json >done
    [[ -z $(find data -name '*.part') ]]
    # What comes after the last piece belongs to the manifest.
    ((there <= pieces)) || there=$pieces
    again=$((there - $(field skipped)))
    echo "upload $there $again $left" >>../tally
    [[ $(field pieces) == "$pieces" ]]
    field key >key

    until killed has_fetched download @key back; do rm -f back back.part; done
    [[ ! -e back ]]
    there=$(($(stat -c %s back.part) / capacity))
    storagex download @key back --json >done
    echo "download $there $((there - $(field skipped))) $(($(find . -name '*.part' ! -name back.part | wc -l)))" >>../tally
    cmp given back
    [[ $(ls) == $'back\ndata\ndone\ngiven\nignored\nkey\nkilled.err\nkilled.out' ]]
    [[ -z $(find data/storagex -maxdepth 1 ! -name 'catalogue.db*' ! -name secret ! -name images ! -name storagex) ]]
    cd "$work"
    rm -rf "$work/round-$1"
}

# sum KIND: what is told of all its rounds.
tell() {
    awk -v kind="$1" -v done="$2" '
        $1 == kind { n++; if (n == 1 || $2 < least) least = $2; if ($2 > most) most = $2; twice += $3; if ($3 > worst) worst = $3; stray += $4 }
        END { printf "%d %ss were killed with %d to %d pieces there; %s twice: %d in all, at most %d of one; %d temporary images were there until the next run\n", n, kind, least, most, done, twice, worst, stray }' "$work/tally"
}
at_most_in_flight() { awk -v kind="$1" -v most="$credits" '$1 == kind && ($3 < 0 || $3 > most) { print; bad = 1 } END { exit bad }' "$work/tally"; }
counted() { [[ $(grep -c "^$1 " "$work/tally") == "$rounds" ]]; }

check "uploads and downloads that are killed and run again end with the right file, and leave nothing beside it" all_rounds
tell upload sent
tell download fetched
check "$rounds uploads were killed in their midst" counted upload
check "$rounds downloads were killed in their midst" counted download
check "no upload sent more than the $credits pieces in flight twice" at_most_in_flight upload
check "no download fetched a piece twice that it had kept" at_most_in_flight download
