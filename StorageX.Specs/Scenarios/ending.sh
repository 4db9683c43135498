#!/usr/bin/env bash
# A daemon that is asked to end does so within its drain time and what cleaning up takes, whatever its jobs and readers wait for.
source "$(dirname "$0")/lib.sh"

daemon=
host=
tidy() {
    local process
    for process in $daemon $host $(jobs -p); do kill -9 "$process" 2>/dev/null || true; done
    wait 2>/dev/null || true
}

# A host that takes connections, and images while the file "takes" is there, and answers nothing else.
cat >host.py <<'PYTHON'
import http.server, itertools, json, os, time
kept, numbers = {}, itertools.count()
class Host(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def wait(self):
        open("asked", "w").close()
        while not os.path.exists("takes"): time.sleep(0.05)
    def do_POST(self):
        name = "/%d.png" % next(numbers)
        kept[name] = self.rfile.read(int(self.headers["Content-Length"]))
        self.wait()
        self.answer(200, json.dumps({"link": "http://%s%s" % (self.headers["Host"], name)}).encode())
    def do_GET(self):
        self.wait()
        self.answer(200 if self.path in kept else 404, kept.get(self.path, b""))
    def log_message(self, *words): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
"$python" host.py >port 2>"$work/host" &
host=$!
until_true test -s port
cat >host.sxcu <<END
{ "Version": "15.0.0", "RequestMethod": "POST", "RequestURL": "http://127.0.0.1:$(cat port)/up", "Body": "Binary", "URL": "{json:link}" }
END
cat >"$work/akka.hocon" <<CONFIG
storagex {
  data = "$work/data"
  backend = slow
  backends.slow { type = http, profile = "$work/here/host.sxcu" }
  daemon { listen = "http://127.0.0.1:0", roots = ["$work/here"], drain-timeout = 1s, jobs = 1 }
}
CONFIG

asked() { until_true test -e asked; }

# case_of SENTENCE STEPS: a daemon that is asked to end after these steps; what it waits for stays as it is.
case_of() {
    local asked_at code=0
    rm -rf asked "$work/data/daemon/jobs.db"*
    start_daemon
    eval "$2"
    asked_at=$SECONDS
    kill "$daemon"
    if until_true eval '! kill -0 "$daemon" 2>/dev/null'; then
        wait "$daemon" || code=$?
    else
        kill -9 "$daemon"
        wait "$daemon" 2>/dev/null || code=$?
    fi
    daemon=
    echo "# $((SECONDS - asked_at)) s"
    check "a daemon ends although $1" eval 'cat "$work/log"; ((code == 0))'
}

random 30000000 >given
touch takes
start_daemon
key=$(client upload given --daemon --wait --quiet)
url=$(client share make "$key" 2>/dev/null)
path=/s/${url##*/s/}
kill "$daemon"
wait "$daemon"
daemon=

# A file of this size does not fit into the buffers between the daemon and a reader that takes none of it.
case_of "the reader of a share takes nothing" 'exec 8<>"/dev/tcp/127.0.0.1/${address##*:}"; printf "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" "$path" >&8; head -c 12 <&8 >"$work/begun"; grep -q "HTTP/1.1 200" "$work/begun"'
exec 8>&-

rm takes
mkfifo pipe.png
case_of "its host takes an image and never answers" 'client upload given --daemon --private-pieces >id; asked'
case_of "its host never gives the image of a download" 'client download "$key" "$work/here/back" --daemon >id; asked'
case_of "a key leads to a pipe that nobody writes to" 'client download "file://$work/here/pipe.png" "$work/here/other" --daemon >id'
case_of "the file of a job that waited has become a pipe that nobody writes to" 'cp given second; client upload given --daemon --private-pieces >id; client upload second --daemon >id; rm second; mkfifo second; client job cancel 1 2>"$work/cancelled"; until_true eval "client job show 2 | grep -Eq \"^state +(running|failed)\""'
case_of "a shared file cannot be opened, since its host never answers" '"$python" -c "import urllib.request, sys; urllib.request.urlopen(sys.argv[1])" "$address$path" 2>"$work/reader" & asked'
case_of "a share is being made of a key whose host never answers" 'client share make "$key" >"$work/made" 2>&1 & asked'
case_of "somebody waits for a job" 'client upload given --daemon --private-pieces >id; client job wait "$(cat id)" --quiet >"$work/waits" 2>&1 & asked'
case_of "somebody sends half a file" 'exec 7<>"/dev/tcp/127.0.0.1/${address##*:}"; printf "POST /v1/uploads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 1000000\r\n\r\nhalf" "$(cat "$work/data/daemon/token")" >&7; until_true eval "[[ -n \$(ls \"$work/data/daemon/spool\") ]]"'
exec 7>&-
