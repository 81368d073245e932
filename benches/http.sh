#!/usr/bin/env bash
# What a server does over HTTP at full and at half load: requests a second, times, memory, start.
#   COPYDESK_BIN=target/release/copydesk benches/http.sh [SECONDS] [--write docs/performance.md]
# SECONDS is the time for each load, 20 without. With --write, the figures take the place of what stands
# between the two marks in a document.
# ARTICLE is what is sent, benches/article.fr.txt without. wrk asks from the same machine and takes
# part of it; the load of everything else is printed too. Needs Python 3.11, and wrk or the rights
# to install it with apt.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=20 document=
while [ $# -gt 0 ]; do
    case $1 in
        --write) document=$2 && shift 2 ;;
        *) seconds=$1 && shift ;;
    esac
done
starts=10 connections=8
export ARTICLE=${ARTICLE:-benches/article.fr.txt}
source .ci/server.sh

install_wrk() {
    command -v wrk >/dev/null && return
    mkdir -p target/ci/http
    { apt-get update && apt-get install --yes --no-install-recommends wrk; } >target/ci/http/apt.log 2>&1
}

# Milliseconds from the start of a server to its first answer, each time in a line.
start_times() {
    PYTHONDONTWRITEBYTECODE=1 python3 - "$starts" <<'PYTHON'
import sys
sys.path.insert(0, "tests/faults")
from server import Server
for _ in range(int(sys.argv[1])):
    server = Server()
    print(f"{server.started_in * 1e3:.0f}")
    server.stop()
PYTHON
}

memory() { awk '/^VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$server/status"; }

# load PAUSE SECONDS: the figures of a load in which each connection waits PAUSE milliseconds on average.
load() {
    PAUSE=$1 wrk --threads 1 --connections "$connections" --duration "$2s" --script benches/http.lua \
        "$COPYDESK_URL/v1/analyze" | sed -n 's/^figures\t//p'
}

# row NAME FIGURES
row() { printf '| %s | %s | %s | %s | %s | %s | %s | %s |\n' "$1" $2 "$(memory)"; }

install_wrk
before=$(cut -d' ' -f1-3 /proc/loadavg)
times=$(start_times | sort -n)
idle=$(COPYDESK_LOG=warn start_server target/ci/http/server.log && memory)
COPYDESK_LOG=warn start_server target/ci/http/server.log
load "" 3 >/dev/null
full=$(load "" "$seconds")
# Half of the requests: a connection then waits, on average, for as long as an answer took at full load, and
# for what answers are quicker.
read -r rate _ <<<"$full"
pause=$(awk -v rate="$rate" -v connections="$connections" -v permits="$(nproc)" \
    'BEGIN { print 1000 * (connections / (rate / 2) - permits / rate) }')
half=$(load "$pause" "$seconds")

# The table, and what is to be known of it.
report() {
    printf '%s cores, load of the machine before %s; %s of %s bytes, %s connections, %s s each\n\n' \
        "$(nproc)" "$before" "$ARTICLE" "$(wc -c <"$ARTICLE")" "$connections" "$seconds"
    printf '| load | requests/s | p50 ms | p99 ms | p99.9 ms | not 2xx | broken | resident MB |\n|---|---|---|---|---|---|---|---|\n'
    row full "$full"
    row half "$half"
    printf '\nready after %s ms (median of %s starts, %s to %s); resident %s MB when ready; the binary has %s MB\n' \
        "$(sed -n "$(((starts + 1) / 2))p" <<<"$times")" "$starts" "$(head -n 1 <<<"$times")" "$(tail -n 1 <<<"$times")" "$idle" \
        "$(($(stat -c %s "$COPYDESK_BIN") / 1000000))"
}

# The memory in the table is that after the two loads.
tables=$(report)
echo "$tables"
if [ -n "$document" ]; then
    python3 benches/marks.py "$document" benches/http.sh <<<"$tables"
fi
