#!/usr/bin/env bash
# What is published beside the program: its licence, and the notices of every package in it.
source "$(dirname "$0")/lib.sh"

program=$(dirname "$(readlink -f "$STORAGEX")")

has_them() { [[ -s $program/LICENSE && -s $program/THIRD-PARTY-NOTICES.txt ]]; }

# What brings no file along is in no list of what is published.
names_every_package() {
    "$python" - "$program" <<'END'
import json, sys
program = sys.argv[1]
notices = open(program + "/THIRD-PARTY-NOTICES.txt", encoding="utf-8").read().split("\n")
target = max(json.load(open(program + "/storagex.deps.json"))["targets"].values(), key=len)
shipped = [name for name, parts in target.items() if any(kind in parts for kind in ("runtime", "native", "runtimeTargets"))]
missing = [name for name in shipped if not name.lower().startswith(("storagex",)) and name.replace("/", " ") not in notices]
assert len(shipped) > 10 and not missing, f"not in the notices: {missing}"
END
}

check "the licence and the notices lie beside the program" has_them
check "the notices name every package that is published, in its version" names_every_package
