#!/bin/sh
# The API with curl: each command stands alone and prints one line of JSON.
#   examples/curl.sh
# The address of the server is http://127.0.0.1:8080, or $COPYDESK_URL.
set -eu
cd "$(dirname "$0")"
server=${COPYDESK_URL:-http://127.0.0.1:8080}

# curl with what is the same in all commands: no progress, and a line feed after the answer.
ask() { curl --silent --show-error --write-out '\n' "$@"; }

# A file of plain text: everything about it.
ask "$server/v1/analyze" -H 'content-type: text/plain' --data-binary @article.fr.txt

# HTML; the readable text comes back, and each span also says where it lies in the HTML.
ask "$server/v1/analyze" -H 'content-type: text/html' -d '<h1>Harbour opens</h1><p>“We waited for years,” said Mary Doyle.</p>'

# A headline and the date of publication, against which "on Monday" is resolved.
ask "$server/v1/analyze" -H 'content-type: application/json' -d '{
  "title": "Vannes repairs its dyke",
  "text": "The work started on Monday, Zoé Lantier said.",
  "published": "2024-03-12"
}'

# Some findings only, beside a body of text: the other fields of a request are query parameters.
ask "$server/v1/analyze?include=language,quotes&id=harbour-17" -H 'content-type: text/plain' --data-binary @article.fr.txt

# Offsets that count UTF-16 units, for JavaScript, Java and C#; utf8 is for Go, Rust and C.
ask "$server/v1/analyze" -H 'content-type: application/json' -d '{
  "text": "🌊 « La digue tiendra », a déclaré Zoé Lantier.",
  "include": ["quotes"],
  "offsets": "utf16"
}'

# A misspelt field is a problem that names it; curl ends with 0 unless it gets --fail-with-body.
ask "$server/v1/analyze" -H 'content-type: application/json' -d '{"text": "Il pleut.", "langauge": "fr"}'

# Many articles, one request on each line.
ask "$server/v1/batch" -H 'content-type: application/x-ndjson' --data-binary @articles.ndjson
