#!/usr/bin/env bash
# Ctrl-C and a polite request to end stop a transfer cleanly.
source "$(dirname "$0")/lib.sh"

# A slow host, so that there is something to interrupt.
cat >slow.hocon <<'HOCON'
storagex.uploads.rate = 4
storagex.downloads.rate = 4
HOCON

# start ARGUMENTS...: runs storagex in the background, as a terminal would: bash makes background commands deaf to Ctrl-C.
start() {
    env --default-signal=INT,TERM,HUP "$STORAGEX" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
}

ended_with() {
    local status=0
    wait "$pid" || status=$?
    echo "status $status, stderr: $(cat "$work/err")"
    [[ $status == "$1" ]]
}

said_one_line() { [[ $(wc -l <"$work/err") == 1 ]] && grep -qx 'storagex: interrupted' "$work/err"; }
has_a_part() { [[ -e back.part ]]; }
has_images() { [[ -n $(find "$images" -name '*.png' -print -quit) ]]; }
left_no_part() { [[ -z $(find "$PWD" "$images" -name '*.part' -o -name '*.tmp' -o -name '.storagex-*') ]]; }
left_no_file() { [[ ! -e back && -z $(find "$PWD" -name '.storagex-*') ]]; }

random 10000000 >given
storagex upload given --width 256 --height 256 >key

download_is_interrupted() {
    start download @key back --config slow.hocon
    until_true has_a_part
    kill -s "$1" "$pid"
    ended_with 130
    said_one_line
    left_no_file
}

download_goes_on() {
    storagex download @key back
    cmp given back
    rm back
    left_no_part
}

upload_is_interrupted() {
    rm -rf "$images"
    start upload given --width 256 --height 256 --config slow.hocon
    until_true has_images
    kill -s INT "$pid"
    ended_with 130
    said_one_line
    [[ ! -s $work/out ]]
    left_no_part
}

waiting_for_input_is_interrupted() {
    mkfifo pipe
    exec 9<>pipe
    start upload - <pipe
    until_true has_read_configuration
    kill -s INT "$pid"
    ended_with 130
    exec 9>&-
}

# The signals are listened to before the engine is loaded.
has_read_configuration() { grep -q Akka.dll "/proc/$pid/maps"; }

blocked_output_is_interrupted() {
    mkfifo full
    exec 8<>full
    env --default-signal=INT "$STORAGEX" download @key - >full 2>"$work/err" &
    pid=$!
    until_true is_full
    kill -s INT "$pid"
    ended_with 130
    exec 8>&-
}

is_full() { grep -qE 'pipe_w' "/proc/$pid/task"/*/wchan 2>"$work/why" || grep -q '^1 ' "/proc/$pid/task"/*/syscall 2>"$work/why"; }

check "Ctrl-C ends a download with 130 and leaves no file of that name" download_is_interrupted INT
check "the same download then goes through and leaves nothing else" download_goes_on
check "a request to end does the same" download_is_interrupted TERM
check "and that download goes through too" download_goes_on
check "Ctrl-C ends an upload that waits for its input" waiting_for_input_is_interrupted
check "Ctrl-C ends a download whose output nobody takes" blocked_output_is_interrupted
check "Ctrl-C ends an upload with 130 and prints no key" upload_is_interrupted
check "the same upload then goes through" bash -c '"$1" upload given --width 256 --height 256 >key' - "$STORAGEX"
check "and its key restores the file" bash -c '"$1" download @key back && cmp given back' - "$STORAGEX"

# A pipe that nobody writes to
pipe_is_interrupted() {
    rm -f pipe && mkfifo pipe
    env --default-signal=INT "$STORAGEX" upload pipe --quiet >key 2>"$work/err" &
    pid=$!
    until_true has_read_configuration
    kill -s "$1" "$pid"
    ended_with 130
    [[ ! -s key ]]
}
check "Ctrl-C ends an upload of a pipe that nobody writes to" pipe_is_interrupted INT
check "and so does a request to end" pipe_is_interrupted TERM

# Files that the system itself waits for
file_is_interrupted() {
    rm -f pipe && mkfifo pipe
    env --default-signal=INT "$STORAGEX" "$@" >"$work/out" 2>"$work/err" </dev/null &
    pid=$!
    until_true waits_for_a_writer
    kill -s INT "$pid"
    ended_with 130
}
waits_for_a_writer() { grep -qE 'wait_for_partner|fifo_open' "/proc/$pid/task"/*/wchan 2>"$work/why" || grep -q '^257 ' "/proc/$pid/task"/*/syscall 2>"$work/why"; }
check "Ctrl-C ends a download whose key is in such a pipe" file_is_interrupted download @pipe nothing
check "and an import of one" file_is_interrupted backend import pipe
check "and any command whose configuration is one" file_is_interrupted history --config pipe
fails 3 "a key that leads to such a pipe is lost at once" info "file://$PWD/pipe"
