#!/usr/bin/env bash
# What cannot work ends with one line that says why, and with the exit code that the README lists.
source "$(dirname "$0")/lib.sh"

tidy() { ! mountpoint -q "$work/small" || umount "$work/small"; }

# Replaces what the manifest's image says.
forge_manifest() {
    echo "$1" >lie
    "$python" "$scenarios/format1_original.py" canvas lie "$manifest" 128 128
}
names_no_piece_of_code() { ! grep -qE '   at |Exception|\.cs:line' "$work/err"; }
left_no_file() { [[ ! -e back && -z $(find . -name '.storagex-*') ]]; }
comes_back() { storagex download @key back && cmp given back && [[ ! -e back.part ]]; }

random 300000 >given
storagex upload given --format 1 --width 128 --height 128 >key

# The command line
check "no command prints the help" bash -c '"$1" | grep -q "^Commands:"' - "$STORAGEX"
fails 2 "an unknown command is wrong usage" uplaod given
fails 2 "an unknown option is wrong usage" upload given --fast
fails 2 "an unknown option does not become a file" upload --fast
fails 2 "a missing file is wrong usage" upload
fails 2 "one argument too many is wrong usage" upload given given
fails 2 "a width that is no number is wrong usage" upload given --width wide
fails 2 "a width of 15 pixels is wrong usage" upload given --width 15
fails 2 "a height of 16385 pixels is wrong usage" upload given --height 16385
fails 2 "a format that is not known is wrong usage" upload given --format 3
fails 2 "a backend that is not configured is wrong usage" upload given --to nowhere
fails 2 "a configuration that does not exist is wrong usage" upload given --config missing.hocon
echo 'storagex { piece { width = "wide" } }' >bad.hocon
fails 2 "a configuration with a wrong value is wrong usage" upload given --config bad.hocon

# What to upload
fails 1 "a file that does not exist cannot be uploaded" upload missing
fails 2 "a directory cannot be left to the daemon" upload "$XDG_DATA_HOME" --daemon
install -m 000 given unreadable
if ((EUID != 0)); then
    fails 1 "an unreadable file cannot be uploaded" upload unreadable
elif command -v setpriv >/dev/null && chmod 755 "$work" "$work/here" && setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$STORAGEX"; then
    check "an unreadable file cannot be uploaded" ends_with 1 \
        setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "$STORAGEX" upload "$PWD/unreadable"
else
    skip "an unreadable file cannot be uploaded" "root reads every file, and there is no setpriv"
fi

# What to download
fails 2 "an empty key is no key" download ''
fails 2 "a word is no key" download hello
fails 2 "a key file that does not exist is wrong usage" download @missing
fails 3 "a key whose image is gone is lost" download "file://$images/00/00/$(printf '0%.0s' {1..64}).png"
fails 1 "an existing target stays without --force" download @key given
check "an existing target stayed as it was" test "$(stat -c %s given)" = 300000
fails 1 "a directory that does not exist is not made" download @key nowhere/back
cp given old && echo changed >old
check "--force replaces an existing target" storagex download @key old --force
check "the replaced target has the file's bytes" cmp given old

# A picture that is not what it should be
if "$python" -c 'import PIL' 2>"$work/err"; then
    manifest=$(sed s,^file://,, key)
    cp "$manifest" kept
    "$python" -c "from PIL import Image; Image.effect_noise((64, 64), 90).convert('RGB').save('$manifest', 'PNG')"
    fails 4 "a picture that is no StorageX image is corrupt" download @key back
    forge_manifest '{"protocol_version": 9.0, "filename": "x", "piece_width": 64, "piece_height": 64, "pieces": []}'
    fails 1 "a manifest of a newer version asks for a newer program" download @key back
    forge_manifest 'not JSON'
    fails 4 "a manifest that is no JSON is corrupt" download @key back
    forge_manifest '{}'
    fails 4 "a manifest that lists nothing is corrupt" download @key back
    forge_manifest '{"protocol_version": 1.0, "filename": "a\u001b[2J\nb\u202e", "piece_width": 64, "piece_height": 64, "pieces": []}'
    storagex info @key >facts || true
    check "a name with escape sequences cannot reach the terminal" test -z "$(tr -d '[:print:]\n' <facts)"
    check "a name with a line break stays on its line" test "$(wc -l <facts)" = 4
    cp kept "$manifest"
else
    skip "pictures that are not what they should be are refused" "no Pillow for $python"
fi

piece=$(find "$images" -name '*.png' -size +40k | head -n 1)
cp "$piece" kept
truncate -s -100 "$piece"
fails 4 "a truncated image is corrupt" download @key back
printf 'x' | dd of="$piece" bs=1 seek=3000 conv=notrunc status=none
cp kept "$piece" && printf 'x' | dd of="$piece" bs=1 seek=3000 conv=notrunc status=none
fails 4 "an image with one wrong byte is corrupt" download @key back
rm "$piece"
fails 3 "a piece whose image is gone is lost" download @key back
cp kept "$piece"
check "no failed download left a file of that name" left_no_file
check "what is whole again comes back" comes_back
check "no error showed code" names_no_piece_of_code

# No room
if [[ -w /dev/full ]]; then
    check "a full standard output is an error" bash -c '! "$1" download @key - >/dev/full' - "$STORAGEX"
    check "a key that cannot be written is told on standard error" bash -c \
        '! "$1" upload given >/dev/full 2>said; [[ $(wc -l <said) == 1 ]] && grep -q file:// said' - "$STORAGEX"
fi
mkdir "$work/small"
if mount -t tmpfs -o size=200k tmpfs "$work/small" 2>"$work/err"; then
    fails 1 "a full disk stops a download" download @key "$work/small/back"
    check "a download that found no room left nothing" is_empty_directory "$work/small"
    XDG_DATA_HOME=$work/small fails 5 "a full disk refuses an upload" upload given
else
    skip "a full disk stops a transfer" "no file system can be mounted here"
fi

# What stands in the way of the program itself
few_files() {
    local status=0
    (ulimit -n "$1" && exec "$STORAGEX" upload given --quiet) >"$work/out" 2>"$work/err" || status=$?
    cat "$work/err"
    [[ $status != 0 && $status -lt 126 && $(wc -l <"$work/err") == 1 && ! -s $work/out ]]
}
check "a program that may open few files says so in one line" few_files 64
check "even when it may open next to none" few_files 40
