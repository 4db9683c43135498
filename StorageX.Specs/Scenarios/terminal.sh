#!/usr/bin/env bash
# What a person sees on a terminal whose width changes while a bar is drawn.
source "$(dirname "$0")/lib.sh"

"$python" -c 'import pyte' 2>"$work/why" || { skip "a terminal that is narrowed keeps no debris" "python3-pyte is not installed"; exit 0; }

# A slow host, so that there is a bar.
echo 'storagex.uploads.rate = 8' >slow.hocon
name="報告書の下書き—final_e$(printf '\xcc\x81')_👍_very_long_name_indeed_まだ続く.pdf"
random 2500000 >"$name"

# A host that has troubles to tell, long ones and in wide letters.
cat >host.py <<'PYTHON'
import http.server, itertools
images, count = {}, itertools.count()
class Host(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)
    def do_POST(self):
        image, number = self.rfile.read(int(self.headers["Content-Length"])), next(count)
        if number % 4 == 1:
            return self.answer(503, ("混雑しています、後でもう一度お試しください " * 6 + str(number)).encode())
        images[self.path + str(number)] = image
        self.answer(200, f"http://127.0.0.1:{self.server.server_port}{self.path}{number}".encode())
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
open("port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
"$python" host.py &
host=$!
tidy() { kill "$host"; }
until_true test -s port
cat >troubled.sxcu <<SXCU
{"Version": "17.0.0", "Name": "troubled", "DestinationType": "ImageUploader", "RequestMethod": "POST", "RequestURL": "http://127.0.0.1:$(cat port)/", "Body": "Binary", "URL": "{response}"}
SXCU
storagex backend import troubled.sxcu >"$work/out" 2>"$work/why"

on_terminal() { timeout 100 "$python" "$scenarios/terminal.py" "$1" "$2" "$STORAGEX" upload "$name" --width 256 --height 256 --config slow.hocon --private-pieces "${@:3}"; }

for kind in cutting reflowing; do
    check "a terminal that is narrowed while a bar runs keeps no debris ($kind)" on_terminal "$kind" narrow
    check "nor does one that is narrowed and widened again and again ($kind)" on_terminal "$kind" storm
    check "nor one that is 12 columns wide ($kind)" on_terminal "$kind" tiny
    check "nor one that shows notes wider than itself ($kind)" on_terminal "$kind" notes --to troubled
    check "nor one on which the program is stopped and goes on ($kind)" on_terminal "$kind" stop
    check "nor one on which it is interrupted ($kind)" on_terminal "$kind" interrupt
done
check "the width is that of the terminal that is drawn on, wherever the key goes" on_terminal cutting elsewhere
