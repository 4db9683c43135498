# What the scenarios share; each sources it first. A scenario runs in a directory of its own, with a home of its own, on
# the program that $STORAGEX names, and prints one line for each thing it checks: "ok ...", "not ok ..." or "skip ...".
set -euo pipefail
export LC_ALL=C
unset STORAGEX_CONFIG NO_COLOR

scenarios=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
failed=0
export XDG_DATA_HOME=$work/home/data XDG_CONFIG_HOME=$work/home/config
images=$XDG_DATA_HOME/storagex/images
mkdir -p "$work/here" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME"
cd "$work/here"

finish() {
    local status=$?
    trap - EXIT
    [[ $(type -t tidy) != function ]] || tidy
    cd /
    rm -rf "$work"
    ((status == 0)) || echo "not ok $(basename "$0") ran to its end (it stopped with status $status)"
    exit $((status ? status : failed))
}
trap finish EXIT

storagex() { "$STORAGEX" "$@"; }

# check SENTENCE COMMAND...: the command succeeds, and so does every step of it (a function called after "if" would go on
# past a failed step).
check() {
    local sentence=$1 said status
    shift
    set +e
    said=$(set -e; "$@" 2>&1)
    status=$?
    set -e
    if ((status == 0)); then
        echo "ok $sentence"
    else
        echo "not ok $sentence"
        sed 's/^/    /' <<<"$said" | head -20
        failed=1
    fi
}

skip() { echo "skip $1 ($2)"; }

# fails CODE SENTENCE ARGUMENTS...: storagex ends with that code, says one line on stderr, and nothing on stdout.
fails() {
    local code=$1 sentence=$2
    shift 2
    check "$sentence" ends_with "$code" "$STORAGEX" "$@"
}

ends_with() {
    local code=$1 status=0
    shift
    "$@" >"$work/out" 2>"$work/err" || status=$?
    echo "status $status, stderr: $(cat "$work/err")"
    [[ $status == "$code" && $(wc -l <"$work/err") == 1 && ! -s $work/out ]] && grep -q '^storagex: .' "$work/err"
}

# until_true COMMAND...: waits at most 20 seconds for the command to succeed.
until_true() {
    local tries
    for ((tries = 0; tries < 400; tries++)); do
        if "$@"; then return 0; fi
        sleep 0.05
    done
    return 1
}

# all_rounds: runs "round NUMBER" for 0 to "rounds" - 1, as many side by side as there are "lanes"; fails if one does.
one_lane() {
    local number
    for ((number = $1; number < rounds; number += lanes)); do round "$number"; done
}

all_rounds() {
    local number jobs=()
    for ((number = 0; number < lanes; number++)); do
        one_lane "$number" &
        jobs+=($!)
    done
    for number in "${jobs[@]}"; do wait "$number"; done
}

# kills_came WHAT...: of each kind of kill in the file "tally" there are half as many as rounds at least: the others came when all was done.
kills_came() {
    local kind
    for kind in "$@"; do
        echo "$(grep -c "^$kind" "$work/tally" || true) of $kind came in the midst"
        check "at least half of the kills of $kind came in the midst" eval "((\$(grep -c '^$kind' '$work/tally') * 2 >= rounds))"
    done
}

random() { head -c "$1" /dev/urandom; }
is_empty_directory() { [[ -z $(ls -A "$1") ]]; }

# start_daemon: one with the configuration in $work/akka.hocon, once it listens: $daemon is its process, $address where it is.
start_daemon() {
    : >"$work/log"
    "$STORAGEX" daemon --config "$work/akka.hocon" 2>"$work/log" &
    daemon=$!
    until_true grep -q 'listening on' "$work/log"
    address=$(grep -o 'http://[0-9.:]*' "$work/log" | head -1)
}

# client ARGUMENTS...: storagex as that daemon's client.
client() { STORAGEX_TOKEN=$(cat "$work/data/daemon/token") "$STORAGEX" "$@" --at "$address" --config "$work/akka.hocon"; }
