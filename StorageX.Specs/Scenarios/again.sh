#!/usr/bin/env bash
# What is stored already is not sent again; what is lost or wrong is found out, and sent again by the same command.
# STORAGEX_BIG=1 does it with a file of 1 GiB.
source "$(dirname "$0")/lib.sh"

seed=${SEED:-$RANDOM}
size=$((${STORAGEX_BIG:-0} ? 1 << 30 : 64 << 20))
capacity=$((1024 * 768 * 3 - 52))
pieces=$(((size + capacity - 1) / capacity))
echo "seed $seed, $((size >> 20)) MiB, $pieces pieces"

# noise NUMBER BYTES: the same bytes for the same seed and number.
noise() {
    "$python" - "$seed.$1" "$2" <<'PYTHON'
import random, sys
noise, left = random.Random(sys.argv[1]), int(sys.argv[2])
while left:
    left -= sys.stdout.buffer.write(noise.randbytes(min(left, 1 << 20)))
PYTHON
}
list() { find "$images" -type f | sort; }
new_images() { comm -13 before after | wc -l; }

# sends IMAGES ARGUMENTS...: the upload adds exactly so many files to the images. Its key is then in "key".
sends() {
    local expected=$1
    shift
    list >before
    storagex upload "$@" >key
    list >after
    echo "new images: $(new_images), where $expected are right"
    [[ $(new_images) == "$expected" && -z $(comm -23 before after) ]]
}
gives_back() { storagex download @key - | cmp "$1" -; }
skipped() { sed -n 's/^{"event":"done".*"skipped":\([0-9]*\).*/\1/p'; }

# ends CODE COMMAND...: it ends with that code; what it said is in out and err.
ends() {
    local code=$1 status=0
    shift
    "$@" >"$work/out" 2>"$work/err" || status=$?
    echo "status $status"
    cat "$work/out" "$work/err"
    [[ $status == "$code" ]] && ! grep -qE '   at |Exception' "$work/out" "$work/err"
}
finds() { # finds CODE WORD OPTIONS...: verify ends with that code and says a line with that word.
    local code=$1 word=$2
    shift 2
    ends "$code" storagex verify @key "$@" && grep -q "$word" "$work/out" && ! grep -q sx2 "$work/out" "$work/err"
}

# Nothing twice
noise 0 "$size" >given
mkdir -p "$images"
check "a file is sent whole: $pieces pieces and the manifest" sends $((pieces + 1)) given
check "and comes back" gives_back given
cp key first.key
check "the same file again: only the manifest" sends 1 given
check "that key is another, and gives the file too" bash -c '! cmp -s key first.key && "$1" download @key - | cmp given -' - "$STORAGEX"
check "--json says that no piece was sent" test "$(storagex upload given --json | skipped)" = "$pieces"

offset=$((size / 3))
changed=$(((offset + (1 << 20) - 1) / capacity - offset / capacity + 1))
cp given edited
noise 1 $((1 << 20)) | dd of=edited bs=1M seek="$offset" oflag=seek_bytes conv=notrunc iflag=fullblock status=none
check "the file with 1 MiB changed: $changed changed pieces and the manifest" sends $((changed + 1)) edited
check "and the changed file comes back" gives_back edited
check "the file as it was still does" bash -c '"$1" download @first.key - | cmp given -' - "$STORAGEX"

# The rest goes with a small one.
head -c 8000000 given >small
storagex upload small --width 256 --height 256 >key
storagex info @key --json | sed -n 's/.*"key":"file:\/\/\([^"]*\)".*/\1/p' >locators
lost=$(sed -n 3p locators)
wrong=$(sed -n 5p locators)
check "verify finds nothing wrong with a whole file" finds 0 whole:
check "verify --quick neither, and says that it looked at no content" finds 0 "all there:" --quick

cp "$lost" "$work/lost.png"
rm "$lost"
check "verify finds the lost image and ends with 3" finds 3 "^damaged: 1 lost and 0 wrong"
check "verify --quick finds it too" finds 3 "^damaged: 1 lost and 0 wrong" --quick
check "verify --json tells the piece" bash -c '"$1" verify @key --json | grep -q "^{\"event\":\"defect\",\"seq\":2,\"kind\":\"lost\""' - "$STORAGEX"
check "the same upload sends it again, and the manifest" sends 2 small --width 256 --height 256
check "then verify finds the file whole" finds 0 whole:
check "the image that was sent again is the one that was lost" cmp "$lost" "$work/lost.png"

cp "$wrong" "$work/right.png"
printf 'x' | dd of="$wrong" bs=1 seek=5000 conv=notrunc status=none
cmp -s "$wrong" "$work/right.png" && printf 'y' | dd of="$wrong" bs=1 seek=5000 conv=notrunc status=none
check "verify finds the altered image and ends with 4" finds 4 "^damaged: 0 lost and 1 wrong"
check "verify --quick sees that it is not what was stored" finds 3 "^damaged: 1 lost and 0 wrong" --quick
check "a line says what to do then" grep -q "upload it again" "$work/out"
rm "$lost"
check "with both, the wrong bytes decide" finds 4 "^damaged: 1 lost and 1 wrong"
cp key damaged.key
check "the same upload sends both again, and the manifest" sends 2 small --width 256 --height 256
check "then both keys lead to a whole file" bash -c '"$1" verify @key && "$1" verify @damaged.key' - "$STORAGEX"
check "the image that was wrong is right again" cmp "$wrong" "$work/right.png"
printf 'x' | dd of="$wrong" bs=1 seek=5000 conv=notrunc status=none
cmp -s "$wrong" "$work/right.png" && printf 'y' | dd of="$wrong" bs=1 seek=5000 conv=notrunc status=none
check "an upload that meets it says that it was sent again" bash -c '
    "$1" upload small --width 256 --height 256 2>said >key && grep -q "1 piece .* was sent again" said && "$1" download @key - | cmp small -' - "$STORAGEX"
cp "$work/right.png" "$wrong"
cp "$work/lost.png" "$lost"
check "put back, all is well" finds 0 whole:

# History
check "history lists every upload" bash -c '[[ $("$1" history | wc -l) == "$2" ]]' - "$STORAGEX" 8
check "it can be searched by name" bash -c '[[ $("$1" history edit | wc -l) == 1 ]]' - "$STORAGEX"
check "it shows no key that opens a file" bash -c '[[ -z $("$1" history | grep -F "$(sed "s/.*sx2.//" key)") ]]' - "$STORAGEX"
check "--reveal does" bash -c '"$1" history --reveal | head -n 1 | grep -qF "$(cat key)"' - "$STORAGEX"
check "--json has an event for each, without the key" bash -c '
    "$1" history --json >lines && [[ $(grep -c "^{\"event\":\"upload\",\"name\":" lines) == 8 ]] && ! grep -qF "$(sed "s/.*sx2.//" key)" lines' - "$STORAGEX"

# A damaged catalogue
catalogue_is_replaced() {
    noise 3 50000 >"$XDG_DATA_HOME/storagex/catalogue.db"
    rm -f "$XDG_DATA_HOME"/storagex/catalogue.db-*
    ends 0 storagex upload small --width 256 --height 256 --quiet
    [[ $(wc -l <"$work/err") == 1 ]]
    grep -q '^storagex: .*catalogue.*damaged-' "$work/err"
    compgen -G "$XDG_DATA_HOME/storagex/catalogue.db.damaged-*"
    cp "$work/out" key
    gives_back small
    ends 0 storagex upload small --width 256 --height 256
    [[ ! -s $work/err ]]
}
check "a damaged catalogue is moved aside with one line, and the upload succeeds" catalogue_is_replaced

# At once
same_file_at_once() {
    noise 2 8000000 >fresh
    list >before
    storagex upload fresh --width 256 --height 256 >one.key 2>one.err &
    storagex upload fresh --width 256 --height 256 >key 2>two.err
    wait $!
    list >after
    gives_back fresh
    cp one.key key
    gives_back fresh
    cat one.err two.err
    echo "new images: $(new_images)"
    [[ ! -s one.err && ! -s two.err && $(new_images) == $(((8000000 + 196555) / 196556 + 2)) ]]
}
check "one file uploaded twice at once is stored once, with two manifests" same_file_at_once

# The secret
names() { (cd "$1" && find . -name '*.png' -printf '%f\n' | sort); }
on_another_machine() {
    storagex secret export | XDG_DATA_HOME=$work/other "$STORAGEX" secret import @-
    [[ $(stat -c %a "$work/other/storagex/secret") == 600 ]]
    XDG_DATA_HOME=$work/other "$STORAGEX" upload small --width 256 --height 256 >other.key
    names "$work/other" >theirs
    names "$images" >ours
    echo "images that are not here: $(comm -13 ours theirs | wc -l) of $(wc -l <theirs)"
    [[ $(comm -13 ours theirs | wc -l) == 1 ]]
}
check "with the same secret elsewhere, a file gives the same images, but for its manifest" on_another_machine
check "with another secret, it gives none of them" bash -c '
    export XDG_DATA_HOME=$2/third; "$1" upload small --width 256 --height 256 >third.key
    cd "$2/third" && find . -name "*.png" -printf "%f\n" | sort | comm -12 - "$2/here/ours" | wc -l | grep -qx 0' - "$STORAGEX" "$work"
fails 1 "a secret that is none is refused" secret import nonsense
