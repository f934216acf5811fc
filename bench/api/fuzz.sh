#!/bin/sh
# What the OpenAPI document says is held against what the program answers: schemathesis makes cases, good and bad ones,
# and looks for failures of the server, undeclared statuses and answers of another shape.
#   bench/api/fuzz.sh PROGRAM [CASES_PER_ENDPOINT]     200 if not given
# Needs Python with venv; the version is that of bench/api/requirements.txt.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$1
cases=${2:-200}
tools=${TROTH_FUZZ:-$HOME/.cache/troth-api-fuzz}
if [ ! -x "$tools/bin/st" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet -r "$here/requirements.txt"
fi
work=$(mktemp -d)
export TROTH_DATA="$work/data"
serving=
trap '[ -z "$serving" ] || kill "$serving"; rm -rf "$work"' EXIT
"$program" import purchases "$here/../../foundation/stats/tests/data/cdnow_sample.csv" --map customer=id --map at=date \
    --map amount=amount --date-format %Y%m%d --source shop >/dev/null
"$program" run --as-of 1997-09-30 >/dev/null
"$program" user add "Ada Berg" ada@shop.example --role owner >/dev/null
token=$("$program" token add fuzz --user ada@shop.example)
"$program" serve --listen 127.0.0.1:0 --api-rate 1000000 >"$work/said" 2>"$work/log" &
serving=$!
until grep -q listens "$work/said" 2>/dev/null; do kill -0 "$serving"; done
address=$(sed -n 's/.*listens on //p' "$work/said")
cd "$work"
"$tools/bin/st" run "$address/api/v1/openapi.json" --header "Authorization: Bearer $token" --max-examples "$cases" \
    --generation-deterministic --phases coverage,fuzzing --continue-on-failure --suppress-health-check all \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance || failed=1
# Nothing that the program calls a failure of its own.
if grep -q '"level":"ERROR"' "$work/log"; then
    grep '"level":"ERROR"' "$work/log" | head -20
    failed=1
fi
exit "${failed:-0}"
