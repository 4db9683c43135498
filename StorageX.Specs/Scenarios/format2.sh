#!/usr/bin/env bash
# Format 2 in files of every size that is a special case, back with the program and with a reader that shares no code with
# it; and uploads made by others, sound and unsound.
source "$(dirname "$0")/lib.sh"

seed=${SEED:-$RANDOM}
echo "seed $seed"
capacity=$((64 * 64 * 3 - 52))
cat >"$work/quick.hocon" <<'HOCON'
storagex.backends.directory.sync = off
HOCON
export STORAGEX_CONFIG=$work/quick.hocon

reads=0
if "$python" -c 'import PIL, cryptography' 2>"$work/err"; then reads=1; fi
noise() { "$python" -c "import random, sys; sys.stdout.buffer.write(random.Random($seed).randbytes($1))"; }

# goes_round FILE OPTIONS...: uploads it, and restores it with both readers.
goes_round() {
    local file=$1
    shift
    rm -f back theirs
    storagex upload "$@" <"$file" >key
    [[ $(wc -l <key) == 1 ]]
    storagex download @key back
    cmp "$file" back
    ((reads == 0)) || "$python" "$scenarios/format2_reader.py" "$(cat key)" theirs
    ((reads == 0)) || cmp "$file" theirs
    rm -f back theirs
}

# every_way FILE OPTIONS...: private, public, and with private pieces.
every_way() {
    local file=$1
    shift
    goes_round "$file" "$file" "$@"
    ! grep -v '#sx2\.' key
    goes_round "$file" "$file" "$@" --public
    ! grep '#sx2\.' key
    goes_round "$file" "$file" "$@" --private-pieces
    ! grep -v '#sx2\.' key
}

for size in 0 1024 $((capacity + 1)); do
    noise "$size" >given
    check "$size bytes go round: private, public, with private pieces" every_way given --width 64 --height 64
done
for size in 1 1023 1025 $((capacity - 1)) $capacity; do
    noise "$size" >given
    check "$size bytes go round" goes_round given given --width 64 --height 64
done

seq 1 200000 >text
check "text goes round" every_way text
check "and is compressed" test "$(stat -c %s "$(sed 's,^file://,,; s,#.*,,' key)")" -lt 100000
head -c $((8 << 20)) /dev/zero >zeros
check "8 MiB of zeros go round" every_way zeros --width 256 --height 256
noise 300000 >given
check "standard input of unknown length goes round" goes_round given - --width 64 --height 64 --name piped
check "so does an empty one" bash -c ': | "$1" upload - >key && "$1" download @key - | cmp - /dev/null' - "$STORAGEX"

three_levels() {
    find "$images" -name '*.png' >before
    goes_round given given --width 32 --height 32
    "$STORAGEX" info @key
    "$python" - "$scenarios" "$(cat key)" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import format2_reader as reader
_, _, level = reader.read_root(sys.argv[2])
print("level", level)
sys.exit(level != 2)
PYTHON
}
if ((reads)); then
    check "three levels of manifest go round" three_levels
else
    skip "what is stored is read by the reader in Python" "no Pillow or cryptography for $python"
fi

# Uploads made by others
made() { PYTHONDONTWRITEBYTECODE=1 "$python" "$scenarios/../Vectors/format2/make_uploads.py" "$work/made"; }
all_as_they_should() {
    local name key expected comment status wrong=0
    while IFS=$'\t' read -r name key expected comment; do
        # What the reader of format 2 alone takes or refuses otherwise: FORMAT.md leaves WebP to the reader, and here format 1 is read too.
        [[ $name != webp ]] || expected=refused
        [[ $name != root-format-1 ]] || expected=$(sha256sum </dev/null | cut -d' ' -f1)
        status=0
        printf '%s\n' "$key" >key
        "$STORAGEX" download @key out --config made.hocon 2>"$work/err" >"$work/out" || status=$?
        if [[ $expected == refused ]]; then
            [[ $status != 0 && ! -e out && $(wc -l <"$work/err") == 1 ]] && grep -q '^storagex: .' "$work/err" &&
                ! grep -qE '   at |Exception' "$work/err" && ! grep -q '#sx2\.[A-Za-z0-9_-]' "$work/err"
        else
            [[ $status == 0 && ! -s $work/err && $(sha256sum <out) == "$expected  -" ]]
        fi || { wrong=1 && echo "$name ($comment): status $status, where $expected is right: $(cat "$work/err")"; }
        rm -f out out.part
    done <"$work/made/index.tsv"
    return "$wrong"
}
if ((reads)); then
    made
    echo "storagex.backends.directory.path = \"$work/made/images\"" >made.hocon
    check "$(wc -l <"$work/made/index.tsv") uploads made by others are restored, or refused with one line and without a file" all_as_they_should
else
    skip "uploads made by others" "no Pillow or cryptography for $python"
fi
