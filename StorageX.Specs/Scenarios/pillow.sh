#!/usr/bin/env bash
# Format 1 against a reader and a writer that share no code with this repository.
source "$(dirname "$0")/lib.sh"

original() { "$python" "$scenarios/format1_original.py" "$@"; }

original_reads() {
    random "$1" >given
    storagex upload given --format 1 --width 64 --height 48 >key
    [[ $(original read "$(<key)" back) == given ]]
    cmp given back
}

original_writes() {
    mkdir -p elsewhere
    random "$1" >given
    original write given elsewhere 64 48 >key
    rm -f back
    storagex download "$(<key)" back
    cmp given back
    storagex info @key | grep -qx "size    $1 bytes .*"
}

# A host may store the picture anew, as long as it keeps the pixels.
survives() {
    random 20000 >given
    storagex upload given --format 1 --width 64 --height 48 >key
    find "$images" -name '*.png' >all
    "$python" - "$@" <<'PYTHON'
import sys
from PIL import Image
for path in open("all").read().split():
    image = Image.open(path)
    if "rgba" in sys.argv:
        image = image.convert("RGBA")
    if "palette" in sys.argv and len(image.getcolors(1 << 24)) <= 256:
        image = image.convert("P", palette=Image.Palette.ADAPTIVE)
    image.save(path, "PNG", optimize=True)
PYTHON
    rm -f back
    storagex download @key back
    cmp given back
}

if ! "$python" -c 'import PIL' 2>"$work/err"; then
    skip "format 1 agrees with an independent reader and writer" "no Pillow for $python"
    exit 0
fi
capacity=$((64 * 48 * 3 - 4))
for size in 0 1 $((capacity - 1)) $capacity $((capacity + 1)) 200000; do
    check "the original reads a file of $size bytes that was uploaded with --format 1" original_reads "$size"
    check "a file of $size bytes that the original wrote is downloaded" original_writes "$size"
done
check "images that a host has compressed anew still give the file" survives optimized
check "images that a host has given an alpha channel still give the file" survives rgba
