# For the scripts beside it, to be sourced: a server of their own, on a free port, which ends with the script.
#   source .ci/server.sh; start_server target/ci/docs/server.log
# sets and exports COPYDESK_URL. The binary is $COPYDESK_BIN, or the release build.
COPYDESK_BIN=$(realpath -m "${COPYDESK_BIN:-target/release/copydesk}")
server=

step() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

stop_server() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" || true
    server=
}

start_server() {
    local address
    address=127.0.0.1:$(free_port)
    mkdir -p "$(dirname "$1")"
    COPYDESK_LISTEN=$address COPYDESK_LOG=${COPYDESK_LOG:-info} "$COPYDESK_BIN" >"$1" 2>&1 &
    server=$!
    trap stop_server EXIT
    for _ in $(seq 500); do
        if COPYDESK_LISTEN=$address "$COPYDESK_BIN" health >/dev/null 2>&1; then
            export COPYDESK_URL=http://$address
            return
        fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.02
    done
    echo "expected a server on $address, but it did not become ready; its log is $1" >&2
    return 1
}
