#!/usr/bin/env bash
# Every block of the READMEs, as it stands there. A block that nobody here knows, and that no other part of the CI says to run, is a failure.
source "$(dirname "$0")/lib.sh"

repository=$(cd "$scenarios/../.." && pwd)
unset XDG_DATA_HOME XDG_CONFIG_HOME
export HOME=$work/home
mkdir -p "$work/bin" "$work/srv"
ln -s "$(command -v "$STORAGEX")" "$work/bin/storagex"
PATH=$work/bin:$PATH
export STORAGEX_CONFIG=$work/wins.hocon
host=

tidy() {
    local process
    for process in $host $(cat "$work/pid" 2>/dev/null); do kill -9 "$process" 2>/dev/null || true; done
    wait 2>/dev/null || true
}

# blocks DOCUMENT DIRECTORY: writes each fenced block of a document to a file there, numbered in order.
blocks() {
    mkdir -p "$2"
    awk -v to="$2" '/^```/ { if (inside) { inside = 0; close(file) } else { inside = 1; file = sprintf("%s/%02d", to, ++count); printf "" >file } next } inside { print >file }' "$1"
}

# run BLOCK: runs it line by line as a shell would, ending at the first that fails.
run() { bash -euo pipefail "$1"; }

# fresh_home MORE...: a home where nothing is yet but these lines of configuration, in a file that wins over what a block writes.
fresh_home() {
    rm -rf "$HOME"
    mkdir -p "$HOME"
    printf '%s\n' "$@" >"$work/wins.hocon"
}

# elsewhere RUNNER SENTENCE: another part of the CI runs the block, and finds it by that sentence before it.
elsewhere() { grep -qF -- "$2" "$repository/$1" && grep -qF -- "$2" "$repository/README.md"; }

names_rooms() {
    local room
    for room in $(grep -oE '\b[A-Z][a-z]+\b' "$1" | sort -u); do [[ -d $repository/StorageX.Actors/$room ]] || { echo "no room $room"; return 1; }; done
}

names_the_daemons_rooms() { diff <(cut -d/ -f1 "$1" | sort) <(cd "$repository/StorageX.Host/Daemon" && ls -d */ | tr -d / | sort); }

# Each command of the block has a help, and each command that the help lists stands in the block.
names_every_command() {
    local command rest part
    while read -r _ command rest; do
        for part in $(grep -oE '^[a-z|]+( |$)' <<<"$rest" | tr '|' ' '); do storagex "$command" "$part" --help >/dev/null || { echo "no $command $part"; return 1; }; done
        storagex "$command" --help >/dev/null || { echo "no $command"; return 1; }
    done <"$1"
    diff <(awk '{print $2}' "$1" | sort) <(storagex --help | awk '/^Commands:/ {inside = 1; next} inside && NF {print $1}' | grep -v completion | sort)
}

keeps_a_folder() {
    fresh_home ""
    mkdir -p photos/old
    random 3000000 >photos/beach
    random 3000 >photos/old/dunes
    run "$1"
    diff -r photos copy
    [[ $(find part -type f) == part/beach ]]
}

deletes_a_draft() {
    fresh_home ""
    random 100000 >draft.txt
    run "$1" >said
    [[ $(cat said) == "would delete "*$'\n'"deleted "*"; the upload has left history" ]]
    [[ -z $(find "$HOME" -name '*.png') ]]
}

# The disk of the example is a directory here.
is_understood() {
    fresh_home ""
    mkdir -p "$HOME/.config/storagex"
    sed "s|/mnt/nas|$work/nas|" "$1" >"$HOME/.config/storagex/akka.hocon"
    random 100000 >given
    storagex upload given >key
    grep -q "^file://$work/nas/images/" key
    storagex download @key back
    cmp given back
}

# An image host on this machine stands in for the one that the uploader file is of.
serve() {
    cat >host.py <<'PYTHON'
import http.server, json
kept = {}
class Host(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body, kind):
        self.send_response(status); self.send_header("Content-Type", kind); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_POST(self):
        name = "/%d.png" % len(kept)
        kept[name] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, json.dumps({"link": "http://%s%s" % (self.headers["Host"], name)}).encode(), "application/json")
    def do_GET(self):
        self.answer(200 if self.path in kept else 404, kept.get(self.path, b""), "image/png")
    def log_message(self, *words): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
    "$python" host.py >port &
    host=$!
    until_true test -s port
}

uses_a_host() {
    fresh_home ""
    cat >myhost.sxcu <<END
{ "Version": "15.0.0", "Name": "myhost", "RequestMethod": "POST", "RequestURL": "http://127.0.0.1:$(cat port)/up", "Body": "Binary", "URL": "{json:link}" }
END
    random 300000 >photos.tar
    run "$1" >said
    grep -q "^http://127.0.0.1:$(cat port)/[0-9]*.png#sx2" said
    grep -q '^myhost: usable' said
}

keeps_on_several_hosts() {
    local disk
    fresh_home $(for disk in 1 2 3 4 5 6; do echo "storagex.backends.disk$disk={type=directory,path=\"$work/disk$disk\"}"; done) \
        'storagex.backends.safe={type=pool,hosts=[disk1,disk2,disk3,disk4,disk5,disk6],parity="10+4"}'
    random 30000000 >photos.tar
    rm -f back.tar
    run "$1"
    cmp photos.tar back.tar
    for disk in 1 2 3; do
        mv "$work/disk$disk" "$work/away"
        for key in copies parity safe; do storagex download @$key.key - 2>said | cmp - photos.tar; done
        grep -q 'restored from the rest' said
        mv "$work/away" "$work/disk$disk"
    done
}

# On the hosts of the block before, one of which has lost all that it had.
repairs_and_moves() {
    rm -r "$work/disk4"
    run "$1" >said 2>errors
    storagex health @safe.key --quiet >health
    grep -q '^whole' health
    storagex download @moved.key - | cmp - photos.tar
    storagex download @copy.key - | cmp - photos.tar
}

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# The address is one that nobody else has, and /srv/files a directory of this scenario; the rest is as it stands there.
starts_a_daemon() {
    fresh_home "storagex.daemon.listen = \"http://127.0.0.1:$(free_port)\""
    sed "s|/srv/files|$work/srv|" "$1" >block
    # What the block leaves running is looked for by its token, and ended at the end.
    bash -euo pipefail -c 'source ./block; echo $! >"$1"' - "$work/pid" >"$work/daemon.out" 2>"$work/listens"
    until_true grep -q 'listening on' "$work/listens"
}

drives_the_daemon() {
    random 300000 >photos.tar
    sed "s|/srv/files|$work/srv|" "$1" >block
    run block >said
    cmp photos.tar "$work/srv/photos.tar"
    "$python" -c 'import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1]).read())' "$(grep -o 'http://127.0.0.1:[0-9]*/s/[^ ]*' said)" | cmp - photos.tar
}

# treat DOCUMENT BLOCK: does with a block what is to be done with it. (Not called where a status is asked for: its checks must stop at a failed step.)
treat() {
    case "$1: $(head -n 1 "$2")" in
        "README.md: upload:    Transfers -> "*) check "README: the picture names rooms that are there" names_rooms "$2" ;;
        "README.md: dotnet run -c Release --project StorageX.Host -- download "*) check "README: the first command is run by .ci/run" elsewhere .ci/run "Store a real file and restore it:" ;;
        "README.md: dotnet test") check "README: the tests are run by .ci/run" elsewhere .ci/run "Run the tests:" ;;
        "README.md: dotnet pack -c Release StorageX.Host "*) check "README: the tool is installed by the scenario of tools" elsewhere StorageX.Specs/Scenarios/tool.sh "## Install" ;;
        "README.md: storagex upload <file|folder|-> "*) check "README: the commands are those that there are" names_every_command "$2" ;;
        "README.md: storagex upload photos > photos.key"*) check "README: a folder goes up, is looked into and comes back" keeps_a_folder "$2" ;;
        "README.md: storagex upload draft.txt "*) check "README: a draft is deleted" deletes_a_draft "$2" ;;
        "README.md: storagex {") check "README: the configuration is understood" is_understood "$2" ;;
        "README.md: storagex backend import myhost.sxcu "*) check "README: a host is imported, used and tested" uses_a_host "$2" ;;
        "README.md: storagex upload photos.tar --to disk1,"*) check "README: a file on several hosts outlives the loss of one" keeps_on_several_hosts "$2" ;;
        "README.md: storagex health @safe.key "*) check "README: what a host has lost is restored, and files go to other hosts" repairs_and_moves "$2" ;;
        "README.md: mkdir -p ~/.config/storagex "*) check "README: a daemon is started" starts_a_daemon "$2" ;;
        "README.md: storagex upload photos.tar --daemon "*) check "README: the daemon is driven" drives_the_daemon "$2" ;;
        "README.md: using StorageX;") check "README: the library's example is run by .ci/run" elsewhere .ci/run '```csharp' ;;
        "StorageX.Host/Daemon/README.md: Access/ "*) check "Daemon/README: the rooms are those that there are" names_the_daemons_rooms "$2" ;;
        *)
            echo "not ok somebody knows how to run the block of $1 that begins with: $(head -n 1 "$2")"
            failed=1
            ;;
    esac
}

serve
for document in README.md StorageX.Host/Daemon/README.md; do
    blocks "$repository/$document" "$work/blocks/$document"
    for block in "$work/blocks/$document"/*; do treat "$document" "$block"; done
done

printf 'Words.\n\n```sh\nstoragex frobnicate\n```\n' >unknown.md
blocks unknown.md "$work/blocks/unknown"
before=$failed
treat README.md "$work/blocks/unknown/01" >said
failed=$before
check "a block that nobody knows is a failure" grep -q '^not ok .*storagex frobnicate' said
