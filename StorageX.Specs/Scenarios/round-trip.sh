#!/usr/bin/env bash
# A file goes up, its key comes back, and the key restores the file.
source "$(dirname "$0")/lib.sh"

comes_back() {
    local size=$1
    shift
    random "$size" >given
    storagex upload given "$@" >key
    [[ $(wc -l <key) == 1 ]]
    rm -f back
    storagex download "$(<key)" back >path
    [[ $(<path) == "$PWD/back" ]]
    cmp given back
}

through_a_pipe() {
    random "$1" >given
    storagex upload - <given >key
    storagex download @key - >back
    cmp given back
    storagex upload given | storagex download @- - | cmp given -
}

under_its_own_name() {
    random 1000 >'a name with ünïcode.bin'
    storagex upload 'a name with ünïcode.bin' >key
    mkdir -p into
    storagex download @key into
    cmp 'a name with ünïcode.bin' into/*
    (cd into && rm -- * && storagex download @../key && cmp ../'a name with ünïcode.bin' 'a name with ünïcode.bin')
    storagex upload given --name other >key
    (cd into && storagex download @../key && cmp ../given other)
}

tells_its_facts() {
    random 100000 >given
    storagex upload given --format 1 --width 64 --height 64 --name 'the name' >key
    storagex info @key >facts
    cat facts
    grep -qx 'name    the name' facts && grep -qx 'size    100000 bytes (97.7 KiB)' facts
    grep -qx 'pieces  9, up to 64 x 64 pixels' facts && grep -qx 'format  1' facts
}

capacity=$((64 * 48 * 3 - 4))
check "an empty file comes back" comes_back 0
check "one byte comes back" comes_back 1
for size in $((capacity - 1)) $capacity $((capacity + 1)) $((capacity * 3)); do
    check "$size bytes come back from images of 64 x 48, which carry $capacity" comes_back "$size" --width 64 --height 48
done
check "64 MiB of random data come back" comes_back $((64 << 20))
check "standard input goes up and comes out of standard output" through_a_pipe 10000000
check "nothing goes through a pipe as nothing" through_a_pipe 0
check "a download goes under the file's own name, here or in a directory" under_its_own_name
check "info tells what a key leads to" tells_its_facts
