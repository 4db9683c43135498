#!/usr/bin/env bash
# A folder with what is hard in folders goes up and comes back, whole and in parts, and little is sent when little changes.
source "$(dirname "$0")/lib.sh"

facts() { (cd "$1" && find . -printf '%P|%y|%#m|%T@|%l\0' | sort -z); }
count() { find "$images" -name '*.png' 2>/dev/null | wc -l; }

mkdir -p tree/{empty,"with space",-dash,日本語} tree/large
printf 'x' >"tree/quote'\"\$(id)"
printf 'y' >$'tree/new\nline'
printf 'z' >tree/-rf
printf 'é' >"tree/$(printf 'e\u0301 and \u00e9')"
: >tree/nothing
random 12000000 >tree/large/video
random 5000 >"tree/with space/note"
ln -s ../large/video tree/日本語/link
ln -s /no/such/place tree/dangling
ln -s . tree/self
chmod 700 tree/empty && chmod 4755 tree/-rf && chmod 555 tree/-dash && chmod 600 tree/nothing
touch -d '1969-07-20 20:17:40.123456789Z' tree/nothing && touch -h -d '2001-01-01 00:00:00.000000001Z' tree/dangling && touch -d '2038-01-19 03:14:08.999999999Z' tree/large
truncate -s 100G tree/sparse && printf 'end' | dd of=tree/sparse bs=1 seek=50000000000 conv=notrunc status=none
# Below: a path of 4,000 bytes.
(cd tree && for ((level = 0; level < 20; level++)); do name=$(printf "%0199d" "$level"); mkdir "$name" && cd "$name"; done && printf 'deep' >file)
chmod 755 tree/-rf

comes_back() {
    storagex upload tree --quiet >key
    storagex download @key back --quiet >said
    [[ $(cat said) == "$PWD/back" ]]

    cmp <(facts tree) <(facts back)
    diff -r --no-dereference --exclude=sparse tree back
    [[ $(stat -c %s back/sparse) == 107374182400 && $(stat -c %b back/sparse) -lt 10000 ]]
    [[ $(dd if=back/sparse bs=1 skip=50000000000 count=3 status=none) == end ]]
}
check "a folder with hard names, links, rights, times, gaps and a path of 4,000 bytes comes back" comes_back

again_sends_one() {
    local before
    before=$(count)
    storagex upload tree --quiet >again
    (($(count) == before + 1))
}
check "the same again sends its root alone" again_sends_one

moved_sends_little() {
    local before
    before=$(count)
    touch -r tree stamp && touch -r "tree/with space" stamp2
    mv tree/large "tree/with space/moved"
    storagex upload tree --quiet >moved
    (($(count) - before <= 4))
    [[ $(storagex diff @key @moved | grep -c '^> with space/moved/video (was large/video)$') == 1 ]]
    mv "tree/with space/moved" tree/large
    touch -r stamp tree && touch -r stamp2 "tree/with space"
}
check "a folder that was moved is not sent again, and diff says that it was moved" moved_sends_little

inserted_sends_three() {
    local before
    mkdir one
    random 64000000 >one/file
    storagex upload one --quiet >/dev/null
    before=$(count)
    { printf '0123456789' && cat one/file; } >two && mv two one/file
    storagex upload one --quiet >/dev/null
    # Three pieces, that of the tree, and the root.
    (($(count) - before <= 3 + 1 + 1))
}
check "ten bytes in front of a large file send three pieces at most, the tree and the root" inserted_sends_three

looked_into() {
    [[ $(storagex ls @key | head -n 1) == -dash/ ]]
    [[ $(storagex ls @key "with space") == "with space/note" ]]
    storagex ls -lR @key 日本語 | grep -q -- ' -> ../large/video$'
    [[ $(storagex find @key note 'vid*' | sort | tr '\n' ' ') == "large/video with space/note " ]]
    storagex cat @key "with space/note" | cmp - "tree/with space/note"
    storagex cat @key -- -rf | cmp - tree/-rf
    storagex cat @key ./-rf | cmp - tree/-rf
    storagex ls -R --json @key | tail -n 1 | grep -q '"event":"done"'
}
check "it is listed, searched and read from" looked_into

parts_come_back() {
    storagex download @key part --include 'with space/' --include '*.none' --quiet >/dev/null
    [[ $(find part -type f) == "part/with space/note" ]]
    storagex download @key --tar - --quiet --include large | tar -xf - -C "$(mkdir -p tarred && echo tarred)"
    cmp tarred/large/video tree/large/video
}
check "parts of it come back, also as a tar archive" parts_come_back

goes_on() {
    rm back/large/video
    : >back/large/.storagex-0123456789abcdef.part
    storagex download @key back --quiet --json | tail -n 1 | grep -q '"problems":0'
    rm back/large/.storagex-0123456789abcdef.part
    touch -d '2038-01-19 03:14:08.999999999Z' back/large
    cmp <(facts tree) <(facts back)
    printf mine >back/nothing
    storagex download @key back --quiet 2>said && return 1 || (($? == 1))
    grep -q "back/nothing: exists already" said
    [[ $(cat back/nothing) == mine ]]
    storagex download @key back --quiet --skip-existing >/dev/null
    [[ $(cat back/nothing) == mine ]]
    storagex download @key back --quiet --force >/dev/null
    cmp <(facts tree) <(facts back)
}
check "a download goes on where it was cut off, and touches nothing that is another" goes_on

tells_what_is_left_out() {
    mkfifo one/pipe
    : >$'one/bad\xff'
    storagex upload one --quiet >with-pipe 2>said && return 1 || (($? == 1))
    grep -q '^storagex: bad.*: its name is not UTF-8' said
    grep -q '^storagex: pipe: it is a socket, a pipe or a device' said
    storagex ls @with-pipe | cmp - <(echo file)
    rm one/bad*
    storagex upload one --exclude 'pi*' --dry-run | grep -q '^would store 1 file, 1 folder and 0 links: 61.0 MiB'
    rm one/pipe
}
check "what cannot be stored is named, ends with 1, and the rest is stored" tells_what_is_left_out

survives_a_host() {
    cat >pool.hocon <<END
storagex.backends { a { type = directory, path = "$work/a" }, b { type = directory, path = "$work/b" }, c { type = directory, path = "$work/c" }, d { type = directory, path = "$work/d" } }
END
    export STORAGEX_CONFIG=$PWD/pool.hocon
    storagex upload tree --to a,b,c,d --parity 4+2 --width 256 --height 256 --quiet >pooled
    rm -r "$work/b"
    storagex verify @pooled --quiet >/dev/null
    storagex download @pooled survived --quiet 2>/dev/null >/dev/null
    cmp <(facts tree) <(facts survived)
    cmp tree/large/video survived/large/video
    mkdir "$work/b"
    storagex repair @pooled --quiet >repaired 2>/dev/null
    storagex health @repaired --quiet >said
    storagex ls @repaired | cmp - <(storagex ls @key)
}
check "on several hosts it outlives the loss of one, and is repaired" survives_a_host

random 1000 >file
storagex upload file --quiet >file.key
fails 1 "a file's key has no list" ls @file.key
fails 2 "rules are for folders" upload file --exclude x
fails 2 "a pattern that is none is refused" upload one --exclude 'a[b'
fails 1 "what is not in the folder is named" cat @key no/such
fails 2 "a folder is no stream" download @key - --skip-existing
fails 2 "format 1 has no folders" upload one --format 1
chmod -R u+w tree back survived
