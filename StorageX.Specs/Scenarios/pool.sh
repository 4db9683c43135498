#!/usr/bin/env bash
# Several hosts keep a file together: here two directories, a WebDAV server, a bucket, and two upload servers in PHP, all on this machine.
source "$(dirname "$0")/lib.sh"

for tool in php rclone node; do
    if ! command -v "$tool" >/dev/null; then
        skip "a file goes to six hosts and survives the loss of any" "no $tool"
        exit 0
    fi
done
if ! program=$("$scenarios/s3rver-install" 2>why); then
    skip "a file goes to six hosts and survives the loss of any" "$(cat why)"
    exit 0
fi

declare -A port
# Their processes are in files, since a check starts and stops them in a shell of its own.
tidy() { for one in "$work"/*.pid; do kill "$(cat "$one")" 2>/dev/null || true; done; }

free_port() { php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];'; }

# start HOST: a directory that was moved away comes back, and a server listens on its port again.
start() {
    case $1 in
        shelf | attic)
            rm -f "$work/$1"
            mv "$work/$1.away" "$work/$1"
            return ;;
        dav) rclone serve webdav "$work/dav" --addr "127.0.0.1:${port[dav]}" --dir-cache-time 1ms >>"$work/dav.log" 2>&1 & ;;
        s3) node "$program" -d "$work/s3" -a 127.0.0.1 -p "${port[s3]}" --configure-bucket pictures >>"$work/s3.log" 2>&1 & ;;
        *) UPLOADER_KEEP=$work/$1 php -d upload_max_filesize=64M -d post_max_size=64M -S "127.0.0.1:${port[$1]}" "$scenarios/uploader.php" >>"$work/$1.log" 2>&1 & ;;
    esac
    echo $! >"$work/$1.pid"
    until_true listens "${port[$1]}"
}
is_silent() { ! listens "$1" 2>/dev/null; }
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# stop HOST: it answers nothing any more.
stop() {
    case $1 in
        shelf | attic) mv "$work/$1" "$work/$1.away" && touch "$work/$1" ;;
        *)
            kill "$(cat "$work/$1.pid")"
            until_true is_silent "${port[$1]}" ;;
    esac
}

hosts=(shelf attic dav s3 php1 php2)
mkdir -p "$work"/{shelf.away,attic.away,dav,s3,php1,php2}
for host in dav s3 php1 php2; do port[$host]=$(free_port); done
for host in "${hosts[@]}"; do start "$host"; done
for host in php1 php2; do
    cat >"$work/$host.sxcu" <<END
{
  "Version": "15.0.0", "Name": "$host", "DestinationType": "ImageUploader", "RequestMethod": "POST", "RequestURL": "http://127.0.0.1:${port[$host]}/upload",
  "Headers": { "X-Key": "open sesame" }, "Body": "MultipartFormData", "FileFormName": "image", "URL": "{json:data.link}", "ErrorMessage": "{json:error}"
}
END
done
cat >pool.hocon <<END
storagex {
  piece { width = 64, height = 64 }
  uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
  downloads { attempts = 2, backoff { min = 1ms, max = 1ms } }
  backends {
    shelf { type = directory, sync = off, path = "$work/shelf" }
    attic { type = directory, sync = off, path = "$work/attic" }
    dav { type = webdav, url = "http://127.0.0.1:${port[dav]}/my images" }
    s3 { type = s3, endpoint = "http://127.0.0.1:${port[s3]}", bucket = pictures, access-key = S3RVER, secret-key = S3RVER }
    php1 { type = http, profile = "$work/php1.sxcu" }
    php2 { type = http, profile = "$work/php2.sxcu" }
    safe { type = pool, hosts = [shelf, attic, dav, s3, php1, php2], parity = "10+4" }
  }
}
END
export STORAGEX_CONFIG=$PWD/pool.hocon AWS_EC2_METADATA_DISABLED=true
random 6100000 >file

back() {
    storagex download @"$1" back --force --quiet
    cmp file back
    [[ ! -e back.part ]]
}
without() {
    local host status=0
    for host in "${@:2}"; do stop "$host"; done
    back "$1" || status=$?
    for host in "${@:2}"; do start "$host"; done
    return "$status"
}
images_on() { find "$work/$1" -type f -size +0 ! -name '*.json' ! -name '*_dummys3_*' | wc -l; }
is_on_all() { for host in "${hosts[@]}"; do (($(images_on "$host") > 0)); done; }
is_lost() {
    storagex download @"$1" lost --quiet 2>said && return 1 || (($? == 3))
    grep -Eq '^storagex: .*piece [0-9]+|^storagex: .*manifest' said
    [[ ! -e lost && ! -e lost.part ]]
}

check "500 pieces with 10+4 go up to six hosts" bash -c '"$STORAGEX" upload --to safe file >key 2>/dev/null'
check "each of them has some" is_on_all
check "they come back" back key
for host in "${hosts[@]}"; do
    check "and without $host" without key "$host"
done
in_bucket() { env -u AWS_CA_BUNDLE rclone --config '' "$@"; }
# Four random images of each group, of data and of parity, which the hosts have no more: gone.tsv names them by host and path.
four_of_every_group_gone() {
    storagex info @key --json >images
    "$python" - "$work" "${port[dav]}" "${port[php1]}" "${port[php2]}" >gone.tsv <<'PYTHON'
import json, random, sys, urllib.parse
work, dav, php1, php2 = sys.argv[1:]
places = {f"http://127.0.0.1:{dav}/": "dav/", f"http://127.0.0.1:{php1}/i/": "php1/", f"http://127.0.0.1:{php2}/i/": "php2/", "file://" + work + "/": "", "s3://": "s3:"}
groups = [[]]
for line in map(json.loads, open("images")):
    if line["event"] == "done":
        break
    if line["event"] == "piece" and groups[-1] and was == "parity":
        groups.append([])
    was = line["event"]
    begin = next(begin for begin in places if line["key"].startswith(begin))
    groups[-1].append(places[begin] + urllib.parse.unquote(line["key"][len(begin):]))
assert [len(group) for group in groups[:-1]] == [14] * 49, groups
chance = random.Random(15)
for group in groups:
    print(*chance.sample(group, 4), sep="\n")
PYTHON
    (($(wc -l <gone.tsv) == 200))
    mkdir kept
    grep -v '^s3:' gone.tsv | (cd "$work" && xargs -d '\n' cp --parents -t "$work/here/kept")
    grep -v '^s3:' gone.tsv | (cd "$work" && xargs -d '\n' rm)
    grep '^s3:' gone.tsv | sed 's#^s3:[^/]*/pictures/##' >gone.s3
    (($(wc -l <gone.s3) > 10))
    bucket=":s3,provider=Other,access_key_id=S3RVER,secret_access_key=S3RVER,endpoint='http://127.0.0.1:${port[s3]}':pictures"
    in_bucket copy --files-from gone.s3 "$bucket" kept.s3
    in_bucket delete --files-from gone.s3 "$bucket"
    back key
    storagex health @key --quiet >health || (($? == 6))
    grep -Eq '(^| )200 ' health || { cat health; false; }
    cp -r kept/. "$work"
    in_bucket copy kept.s3 "$bucket"
    storagex health @key --quiet >health
}
check "and with four random images of every group gone" four_of_every_group_gone
check "with two copies on three hosts they go up too" bash -c '"$STORAGEX" upload --to attic,php1,s3 --copies 2 file >copies 2>/dev/null'
for host in attic php1 s3; do
    check "and come back without $host" without copies "$host"
done
stop dav
check "while a host is away an upload goes to the others, and says so" bash -c '"$STORAGEX" upload --to safe --private-pieces file 2>progress >away && grep -q "dav (.*was passed over" progress'
start dav
check "what went to the others comes back without one of them" without away php2
fails 2 "three copies on two hosts are refused" upload --to shelf,attic --copies 3 file

# One group, whose images are the large ones: the root's are small.
head -c 122000 file >one
group_on_all() { for host in "${hosts[@]}"; do find "$work/$host" -type f -size +8k -newer mark ! -name '*.json'; done | shuf; }
touch mark && sleep 1.1
# lose COUNT: so many of them; a bucket whose file is gone answers with a fault, and not that the image is lost.
lose() { group_on_all | grep -v "^$work/s3/" | head -n "$1" | xargs -d '\n' rm; }
one_comes_back_without_four() {
    storagex upload --to safe --private-pieces one >one.key 2>/dev/null
    (($(group_on_all | wc -l) == 14))
    lose 4
    storagex download @one.key - --quiet | cmp - one
    storagex health @one.key --quiet >health || (($? == 6))
    grep -q 'survives the loss of no more' health
}
is_repaired() {
    storagex repair @one.key --quiet >one.new
    storagex health @one.new --quiet >health
    grep -q '^whole' health
    storagex download @one.key - --quiet | cmp - one
}
five_are_too_many() {
    lose 5
    is_lost one.new
    storagex repair @one.new --quiet >said 2>&1 && return 1 || (($? == 3))
    storagex repair @one.new --from one --quiet >one.again
    storagex download @one.again - --quiet | cmp - one
}
two_hosts_may_go() {
    local one other
    storagex upload --to safe --private-pieces one >one.key 2>/dev/null
    for host in "${hosts[@]}"; do echo "$(group_on_all | grep -c "^$work/$host/") $host"; done | sort -n | head -n 2 >fewest
    (($(awk '{sum += $1} END {print sum}' fewest) <= 4))
    { read -r _ one && read -r _ other; } <fewest
    stop "$one" && stop "$other"
    storagex download @one.key two --force --quiet
    start "$one" && start "$other"
    cmp one two
}
check "of two hosts that have four images of a group together, both may go" two_hosts_may_go
touch mark && sleep 1.1
check "four images of a group, whichever they are, may be lost" one_comes_back_without_four
check "a repair makes the group whole, and the old key leads there" is_repaired
check "five are too many, until the file itself is at hand" five_are_too_many
stop dav
check "what a host that is away has is restored on the others" bash -c '"$STORAGEX" repair @key --quiet >repaired 2>said && "$STORAGEX" health @repaired --quiet >health && grep -q ^whole health'
start dav
check "the file goes to other hosts, and its images of before are deleted where the hosts can" bash -c '"$STORAGEX" move @copies --to shelf,dav,s3 --copies 3 --quiet >moved 2>said; (($? == 5)) && grep -q "of before could not be deleted" said && "$STORAGEX" download @moved - --quiet | cmp - file && "$STORAGEX" download @copies - --quiet | cmp - file'
rm -r "$work/shelf" "$work/attic" "$work/php1"
mkdir "$work/shelf" "$work/attic" "$work/php1"
check "with the images of three hosts gone it is lost by name, and nothing is left behind" is_lost key
