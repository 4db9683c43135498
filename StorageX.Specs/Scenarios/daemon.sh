#!/usr/bin/env bash
# What a user notices of the daemon: it takes jobs, survives kill -9 and SIGTERM, and stays small and quick with a thousand jobs.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

daemon=
token=$work/data/daemon/token
tidy() { [[ -z $daemon ]] || stop; }

# configure MORE...: writes the daemon's configuration.
configure() {
    cat >"$work/akka.hocon" <<CONFIG
storagex {
  data = "$work/data"
  daemon { listen = "http://127.0.0.1:0", roots = ["$work/here"], drain-timeout = 1s }
}
$*
CONFIG
}

# end: asks the daemon to end, and waits until it has.
end() {
    asked=$SECONDS
    kill "$daemon"
    code=0
    wait "$daemon" || code=$?
    daemon=
}

# stop: ends the daemon without a word.
stop() {
    kill -9 "$daemon"
    wait "$daemon" 2>/dev/null || true
    daemon=
}

status_of() { curl -sS -o "$work/answer" -w '%{http_code}' "$@"; }
answers() { local code=$1; shift; [[ $(status_of "$@") == "$code" ]]; }

if ! command -v curl >/dev/null; then
    skip "the daemon" "curl is missing"
    exit 0
fi

random 9000000 >given
configure
start_daemon
check "an upload is left to the daemon" eval '[[ $(client upload given --daemon) == 1 ]]'
check "its key is what job wait prints" eval 'client job wait 1 >key && grep -q "#sx2\." key'
check "the daemon restores it" eval 'client download @key "$work/here/back" --daemon --wait >/dev/null && cmp given back'
check "the key is in no log and no process list" eval '! grep -q sx2 "$work/log" && ! tr "\0" " " <"/proc/$daemon/cmdline" | grep -q sx2'
check "without the token nothing answers" answers 401 "$address/v1/jobs"
check "health needs none" answers 200 "$address/healthz"
check "a page elsewhere cannot drive it" answers 403 -H "Authorization: Bearer $(cat "$token")" -H "Origin: https://evil.example" -X POST "$address/v1/uploads"
check "a name that was pointed here is refused" answers 421 -H "Authorization: Bearer $(cat "$token")" -H "Host: evil.example" "$address/v1/jobs"
check "a path outside of the roots is refused" answers 403 -H "Authorization: Bearer $(cat "$token")" -H 'Content-Type: application/json' -d "{\"path\":\"$work/here/../data/secret\"}" "$address/v1/uploads"
end
check "asked to end, it ends well" eval '((code == 0))'

configure 'storagex.uploads { rate = 4, permits = 1 }'
start_daemon
id=$(client upload given --daemon --private-pieces)
until_true eval 'client job show "$id" | grep -q "^state     running"'
end
check "asked to end while a job runs, it parks the job and ends within its time" eval '((code == 0 && SECONDS - asked < 20))'
configure
start_daemon
check "the parked job goes on at the next start" eval 'client job wait "$id" --quiet >key2 && client download @key2 "$work/here/back2" --daemon --wait --quiet >/dev/null && cmp given back2'
stop

# A thousand jobs, fifty of them running, each with as many pieces in memory as it may have, before a host that is slow.
configure 'storagex { uploads { rate = 3, permits = 50 }, daemon.jobs = 50 }'
rm -rf "$work/data/daemon/jobs.db"*
random 40000000 >large
start_daemon
cat >load.py <<'PYTHON'
import http.client, json, sys, time
host, token, path, pid = sys.argv[1:]
connection = http.client.HTTPConnection(host, timeout=60)
headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
def ask(method, where, body=None):
    connection.request(method, where, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()
begun = time.monotonic()
for number in range(1000):
    status, said = ask("POST", "/v1/uploads", json.dumps({"path": path, "name": "file-%d" % number, "privatePieces": True}))
    assert status == 202, said
submitted = time.monotonic() - begun
counts = None
while counts is None or counts["running"] < 50:
    counts = json.loads(ask("GET", "/v1/jobs?limit=1")[1])["counts"]
times = []
end = time.monotonic() + 20
while time.monotonic() < end:
    before = time.monotonic()
    status, said = ask("GET", "/v1/jobs")
    times.append(time.monotonic() - before)
    assert status == 200
    time.sleep(0.01)
counts = json.loads(said)["counts"]
times.sort()
memory = {line.split(":")[0]: int(line.split()[1]) for line in open("/proc/%s/status" % pid) if line.startswith(("VmHWM", "VmRSS"))}
print("submitted=%.1f running=%d queued=%d lists=%d p50=%.1f p99=%.1f most=%.1f peak=%d" % (
    submitted, counts["running"], counts["queued"], len(times), times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000, times[-1] * 1000, memory["VmHWM"] // 1024))
PYTHON
if "$python" load.py "${address#http://}" "$(cat "$token")" "$work/here/large" "$daemon" >figures; then
    cat figures
    eval "$(tr ' ' '\n' <figures)"
    check "a thousand jobs are taken and fifty run" eval '((running == 50 && queued >= 900))'
    check "memory stays under 400 MiB ($peak MiB)" eval '((peak < 400))'
    check "the list answers within 50 ms at the 99th percentile ($p99 ms)" "$python" -c "exit(not $p99 < 50)"
else
    echo "not ok a thousand jobs are taken"
    tail -5 "$work/log"
    failed=1
fi
