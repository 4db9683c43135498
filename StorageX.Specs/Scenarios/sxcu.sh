#!/usr/bin/env bash
# A ShareX uploader file is all that it takes to use a host: here, a server in PHP on this machine.
source "$(dirname "$0")/lib.sh"

if ! command -v php >/dev/null; then
    skip "a file goes to a ShareX server and comes back" "no php"
    exit 0
fi

server=
tidy() { [[ -z $server ]] || kill "$server" 2>/dev/null || true; }

# The port is one that was free a moment ago; another is tried if it no longer is.
serve() {
    mkdir -p "$work/kept"
    local try
    for try in 1 2 3 4 5; do
        port=$(php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];')
        UPLOADER_KEEP=$work/kept php -d upload_max_filesize=64M -d post_max_size=64M -S "127.0.0.1:$port" "$scenarios/uploader.php" >"$work/php" 2>&1 &
        server=$!
        until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do kill -0 "$server" 2>/dev/null || break; done
        kill -0 "$server" 2>/dev/null && return
    done
    return 1
}

there_and_back() {
    storagex upload --to php-host "$@" file >key 2>progress
    grep -q "^http://127.0.0.1:$port/i/[0-9a-f]*\.png" key
    storagex download @key back --force >/dev/null 2>&1
    cmp file back
}

serve
cat >host.sxcu <<END
{
  "Version": "15.0.0", "Name": "PHP host", "DestinationType": "ImageUploader, FileUploader",
  "RequestMethod": "POST", "RequestURL": "http://127.0.0.1:$port/upload", "Headers": { "X-Key": "{env:PHP_KEY}" },
  "Body": "MultipartFormData", "Arguments": { "album": "storagex-%y" }, "FileFormName": "image",
  "URL": "{json:data.link}", "ErrorMessage": "{json:error}"
}
END
export PHP_KEY="open sesame"
random 9000000 >file

check "an uploader file is imported and says what it understood" bash -c '"$STORAGEX" backend import host.sxcu 2>said | grep -q "form field \"image\"" && grep -q -- "--to php-host" said'
check "it is among the hosts" bash -c '"$STORAGEX" backend list | grep -q "^  php-host "'
check "its file is readable by its owner alone" bash -c '[[ $(stat -c %a "$XDG_CONFIG_HOME/storagex/backends/php-host.sxcu") == 600 ]]'
check "what it knows is shown without its secrets" bash -c '"$STORAGEX" backend show php-host >shown && ! grep -q sesame shown'
check "9 MB go up to a ShareX server by its uploader file alone and come back" there_and_back
check "in format 1 too" there_and_back --format 1
check "every piece is there" storagex verify @key
stored=$(ls "$work/kept" | wc -l)
check "the same file again sends one image, its manifest" bash -c '"$STORAGEX" upload --to php-host file >again 2>/dev/null && "$STORAGEX" upload --to php-host file >again 2>/dev/null && (($(ls "$1" | wc -l) <= $2 + 5 + 2))' - "$work/kept" "$stored"
PHP_KEY=wrong fails 5 "a wrong token is the host's refusal" upload --to php-host --private-pieces --quiet file
finds_the_limit() {
    storagex backend test php-host --max-size 4MB >tested 2>said
    grep -Eq '^noise, 64 x 64, [0-9]+ bytes: exact \(' tested
    grep -Eq '^noise, .*: refused, .*too large' tested
    grep -Eq '^largest image that survives: [0-9]+ bytes$' tested
    grep -Fxq 'the same image twice: is found, under the same key' tested
    grep -Fxq 'php-host: usable' tested
    most=$(grep -Eo '"MaxBytes": [0-9]+' "$XDG_CONFIG_HOME/storagex/backends/php-host.sxcu" | grep -Eo '[0-9]+')
    ((most > 800000 && most <= 1000000))
}
echo 1000000 >"$work/kept.most"
fails 5 "a host that takes no images so large refuses them" upload --to php-host --private-pieces --quiet file
check "a test finds the host's limit and writes it into the uploader file" finds_the_limit
check "pieces then fit" there_and_back --private-pieces
check "a test of a directory leaves nothing in it" bash -c '"$STORAGEX" backend test directory --max-size 1MB >tested && grep -Fxq "directory: usable" tested && [[ -z $(find "$1" -name "*.png") ]]' - "$images"
check "a test can be read by a program" bash -c '"$STORAGEX" backend test directory --max-size 1MB --json | tail -1 | grep -q "\"verdict\":\"usable\""'
PHP_KEY=wrong check "a test of a host that takes nothing ends with 5" bash -c '"$STORAGEX" backend test php-host >tested; (($? == 5)) && grep -q "wrong key" tested'
fails 2 "a test names a host that is not there" backend test nowhere
fails 2 "a name is taken once" backend import host.sxcu
fails 2 "a file that is no uploader is refused" backend import file --name other
fails 2 "a host that is not there is named" upload --to nowhere file
check "a lost picture is told as lost" bash -c 'rm "$1"/*; "$STORAGEX" download @key lost --quiet; (($? == 3)) && [[ ! -e lost ]]' - "$work/kept"
check "it is forgotten" storagex backend remove php-host
fails 5 "a key that leads into this machine is refused once no host of it is known" download @key lost --quiet
kill "$server" && wait "$server" 2>/dev/null || true
storagex backend import host.sxcu >/dev/null 2>&1
cat >impatient.hocon <<END
storagex.uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
END
fails 5 "a host that is down is named" --config impatient.hocon upload --to php-host --quiet --private-pieces file
