#!/usr/bin/env bash
# Two programs at once do not disturb each other.
source "$(dirname "$0")/lib.sh"

two_uploads() {
    random 20000000 >one
    random 20000000 >two
    storagex upload one >one.key &
    storagex upload two >two.key
    wait $!
    storagex download @one.key - | cmp one -
    storagex download @two.key - | cmp two -
}

same_file_twice() {
    random 20000000 >same
    storagex upload same >first.key &
    storagex upload same >second.key
    wait $!
    storagex download @first.key - | cmp same -
    storagex download @second.key - | cmp same -
}

two_downloads() {
    storagex download @first.key one.back &
    storagex download @first.key two.back
    wait $!
    cmp same one.back
    cmp same two.back
}

one_target() {
    local first=0 second=0
    storagex download @first.key target 2>first.err &
    storagex download @first.key target 2>second.err || second=$?
    wait $! || first=$?
    echo "$first $second"
    ((first <= 1 && second <= 1 && first + second <= 1))
    cmp same target
    [[ -z $(find . -name '.storagex-*') ]]
}

check "two uploads at once give two files" two_uploads
check "the same file uploaded twice at once gives two good keys" same_file_twice
check "two downloads of one key at once give the file twice" two_downloads
check "two downloads to one target leave one whole file" one_target
