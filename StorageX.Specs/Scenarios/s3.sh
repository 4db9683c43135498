#!/usr/bin/env bash
# A bucket of an S3-compatible store keeps images: here, one that s3rver serves on this machine.
source "$(dirname "$0")/lib.sh"

if ! program=$("$scenarios/s3rver-install" 2>why); then
    skip "a file goes to a bucket and comes back" "$(cat why)"
    exit 0
fi

server=
tidy() { [[ -z $server ]] || kill "$server" 2>/dev/null || true; }

node "$program" -d "$work/served" -a 127.0.0.1 -p 0 --configure-bucket pictures >"$work/s3rver" 2>&1 &
server=$!
until host=$(grep -o '127.0.0.1:[0-9]*' "$work/s3rver"); do kill -0 "$server"; done

cat >vault.hocon <<END
storagex {
  backends.vault { type = s3, endpoint = "http://$host", bucket = pictures, prefix = mine, access-key = \${?VAULT_KEY}, secret-key = \${?VAULT_SECRET} }
  uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
}
END
export STORAGEX_CONFIG=$PWD/vault.hocon VAULT_KEY=S3RVER VAULT_SECRET=S3RVER AWS_EC2_METADATA_DISABLED=true
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_PROFILE
random 9000000 >file

there_and_back() {
    storagex upload --to vault "$@" file >key 2>/dev/null
    grep -q "^s3://$host/pictures/mine/" key
    storagex download @key back --force >/dev/null 2>&1
    cmp file back
}

# Whether the SDK is in the memory of a program that waits for the rest of its standard input.
loads_the_sdk() {
    local status=0
    mkfifo input
    touch mark
    "$STORAGEX" upload --private-pieces --quiet "$@" - <input >/dev/null &
    local upload=$!
    exec 4>input
    head -c 5000000 file >&4
    until_true stored_or_loaded "$upload" || status=2
    ((status)) || grep -q AWSSDK "/proc/$upload/maps" || status=1
    exec 4>&-
    wait "$upload"
    rm input
    return "$status"
}
stored_or_loaded() { grep -q AWSSDK "/proc/$1/maps" || [[ -n $(find "$images" -name '*.png' -newer mark 2>/dev/null) ]]; }
does_not_load_the_sdk() { loads_the_sdk "$@" || (($? == 1)); }

check "9 MB go up to a bucket and come back" there_and_back
check "in format 1 too" there_and_back --format 1
check "every piece is there" storagex verify @key
check "no secret stands in a key, nor in what is shown" bash -c '! grep -q S3RVER key && "$STORAGEX" backend show vault >shown && ! grep -q S3RVER shown'
check "the environment's own keys let in where the configuration has none" env -u VAULT_KEY -u VAULT_SECRET AWS_ACCESS_KEY_ID=S3RVER AWS_SECRET_ACCESS_KEY=S3RVER "$STORAGEX" verify @key
if [[ -d /proc/self ]]; then
    check "the SDK is loaded for a bucket" loads_the_sdk --to vault
    check "and for nothing else" does_not_load_the_sdk --to directory
fi
VAULT_KEY=WRONG fails 5 "a wrong key is the store's refusal" upload --to vault --private-pieces --quiet file
VAULT_SECRET='' fails 2 "a secret that is not set is told" upload --to vault --private-pieces --quiet file
rm -r "$work/served/pictures/mine"
check "a lost image is told as lost" bash -c '"$STORAGEX" download @key lost --quiet; (($? == 3)) && [[ ! -e lost ]]'
kill "$server" && wait "$server" 2>/dev/null || true
server=
fails 5 "a store that is down is named" upload --to vault --private-pieces --quiet file
