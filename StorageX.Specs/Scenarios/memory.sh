#!/usr/bin/env bash
# Memory does not grow with the file: between 64 MiB and 1 GiB by less than a tenth. STORAGEX_BIG=1 makes the large one 4 GiB.
source "$(dirname "$0")/lib.sh"

most=$((200 << 10)) # KiB
large=$((${STORAGEX_BIG:-0} ? 4096 : 1024))

# peak NAME ARGUMENTS...: runs storagex and notes its peak memory in KiB under that name.
peak() {
    local name=$1
    shift
    /usr/bin/time -f %M -o "$name.peak" "$STORAGEX" "$@"
}

# The source is read, sent and restored without a copy of it on the disk.
source_of() {
    local megabytes=$1 i
    for ((i = 0; i < megabytes / 64; i++)); do cat seed; done
}

there_and_back() {
    local megabytes=$1
    source_of "$megabytes" | peak "up$megabytes" upload - >"$megabytes.key"
    peak "down$megabytes" download "@$megabytes.key" - | cmp - <(source_of "$megabytes")
}

is_flat() {
    local small large_peak
    small=$(<"$1$2.peak") large_peak=$(<"$1$3.peak")
    echo "peaks: $((small >> 10)) MiB and $((large_peak >> 10)) MiB"
    ((large_peak < most && large_peak * 10 < small * 11))
}

if [[ ! -x /usr/bin/time ]]; then
    skip "memory does not grow with the file" "no /usr/bin/time"
    exit 0
fi
if (($(df --output=avail -m "$work" | tail -n 1) < large + 1024)); then
    skip "memory does not grow with the file" "less than $((large + 1024)) MiB of disk are free"
    exit 0
fi
random $((64 << 20)) >seed
check "64 MiB go up and come back" there_and_back 64
check "$large MiB go up and come back" there_and_back $large
check "an upload of $large MiB takes less than a tenth more memory than one of 64 MiB, and less than 200 MiB" is_flat up 64 $large
check "a download of $large MiB takes less than a tenth more memory than one of 64 MiB, and less than 200 MiB" is_flat down 64 $large
# Several directories, so that the same requests are under way without parity.
for disk in 1 2 3 4 5 6; do echo "storagex.backends.disk$disk = { type = directory, sync = off, path = \"$PWD/disk$disk\" }"; done >disks.hocon
goes_to_disks() {
    rm -rf disk?
    source_of 256 | peak "$1" upload - --to disk1,disk2,disk3,disk4,disk5,disk6 --config disks.hocon --private-pieces --quiet "${@:2}" >disks.key
}
costs_at_most_40_more() {
    echo "peaks: $(($(<plain.peak) >> 10)) MiB without, $(($(<parity.peak) >> 10)) MiB with"
    (($(<parity.peak) - $(<plain.peak) <= 40 << 10))
}
check "256 MiB go to six directories" goes_to_disks plain
check "and with parity" goes_to_disks parity --parity 10+4
check "parity takes at most 40 MiB more" costs_at_most_40_more
for peaks in *.peak; do echo "# peak memory ${peaks%.peak}: $(($(<"$peaks") >> 10)) MiB"; done
