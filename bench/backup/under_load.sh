#!/bin/sh
# Backups while the program takes batches: each is restored into a place of its own and counted. It must hold every purchase that was
# answered before it began, and of no batch a part.
#   bench/backup/under_load.sh PROGRAM [BACKUPS] [DATABASE_URL]     200 if not given; the folder's file without a URL
set -eu
program=$(realpath "$1")
backups=${2:-200}
work=$(mktemp -d)
cd "$work"
export TROTH_DATA="$work/data"
[ -z "${3:-}" ] || export TROTH_DATABASE_URL="$3"
serving=
till=
trap 'kill $till $serving 2>/dev/null || true; rm -rf "$work"' EXIT
"$program" user add "Ada Berg" ada@shop.example --role owner >/dev/null
token=$("$program" token add till --user ada@shop.example)
"$program" serve --listen 127.0.0.1:0 --api-rate 1000000 >said 2>log &
serving=$!
until grep -q listens said 2>/dev/null; do kill -0 "$serving"; done
address=$(sed -n 's/.*listens on //p' said)
echo 0 >answered
(
    number=0
    while :; do
        items=
        for n in 0 1 2 3 4 5 6 7 8 9; do
            items="$items${items:+,}{\"key\":\"$number-$n\",\"customer\":\"$((number % 500))\",\"at\":\"2026-01-01\",\"amount\":\"5\"}"
        done
        curl --silent --fail --output /dev/null --header "Authorization: Bearer $token" --json "{\"source\":\"shop\",\"items\":[$items]}" \
            "$address/api/v1/records/batches/purchases" || exit 1
        number=$((number + 1))
        echo "$number" >answered.new && mv answered.new answered
    done
) &
till=$!
began=$(date +%s)
round=0
while [ "$round" -lt "$backups" ]; do
    kill -0 "$till"
    before=$(cat answered)
    "$program" backup "$work/$round.troth" >/dev/null
    (
        unset TROTH_DATABASE_URL
        export TROTH_DATA="$work/back"
        "$program" restore "$work/$round.troth" >/dev/null
        rows=$("$program" sql "SELECT COUNT(*) AS n FROM fact_purchase" --format csv | tail -n 1)
        [ "$rows" -ge $((before * 10)) ] && [ $((rows % 10)) -eq 0 ] || {
            echo "backup $round holds $rows purchases; $before batches of ten were answered before it" >&2
            exit 1
        }
        echo "$rows" >"$work/rows"
    )
    rm -rf "$work/back" "$work/$round.troth"
    round=$((round + 1))
done
echo "$backups backups beside $(cat answered) batches of ten, each restored and counted; the last held $(cat rows) purchases; $(($(date +%s) - began)) seconds"
