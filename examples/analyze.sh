#!/bin/sh
# Asks a running server about an article in a file of plain text.
#   examples/analyze.sh examples/article.fr.txt
#   examples/analyze.sh page.html text/html
# The address of the server is http://127.0.0.1:8080, or $COPYDESK_URL.
set -eu
article=$1
media=${2:-text/plain}
curl --silent --show-error --fail-with-body \
    "${COPYDESK_URL:-http://127.0.0.1:8080}/v1/analyze" \
    --header "content-type: $media" --data-binary "@$article"
