#!/usr/bin/env bash
# A folder on a WebDAV server keeps images: here, one that rclone serves on this machine.
source "$(dirname "$0")/lib.sh"

if ! command -v rclone >/dev/null; then
    skip "a file goes to a WebDAV server and comes back" "no rclone"
    exit 0
fi

server=
tidy() { [[ -z $server ]] || kill "$server" 2>/dev/null || true; }

mkdir "$work/served"
rclone serve webdav "$work/served" --addr 127.0.0.1:0 --user me --pass secret >"$work/rclone" 2>&1 &
server=$!
until url=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/rclone"); do kill -0 "$server"; done

cat >cloud.hocon <<END
storagex {
  backend = cloud
  backends.cloud { type = webdav, url = "$url/my images", user = me, password = \${?CLOUD_PASSWORD} }
  uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
}
END
export STORAGEX_CONFIG=$PWD/cloud.hocon CLOUD_PASSWORD=secret
random 9000000 >file

there_and_back() {
    storagex upload "$@" file >key 2>/dev/null
    grep -q "^$url/my%20images/" key
    storagex download @key back --force >/dev/null 2>&1
    cmp file back
}

check "9 MB go up to a WebDAV server and come back" there_and_back
check "in format 1 too" there_and_back --format 1
check "every piece is there" storagex verify @key
check "nothing but whole images is there" bash -c '[[ -z $(find "$1" -type f ! -name "*.png") ]]' - "$work/served"
check "the password stands in no key" bash -c '! grep -q secret key'
CLOUD_PASSWORD=wrong fails 5 "a wrong password is the host's refusal" upload --private-pieces --quiet file
rclone delete ":webdav:" --webdav-url "$url" --webdav-user me --webdav-pass "$(rclone obscure secret)" >/dev/null 2>&1
check "a lost image is told as lost" bash -c '"$STORAGEX" download @key lost --quiet; (($? == 3)) && [[ ! -e lost ]]'
kill "$server" && wait "$server" 2>/dev/null || true
server=
fails 5 "a server that is down is named" upload --private-pieces --quiet file
