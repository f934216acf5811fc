#!/bin/sh
# The statistics beside their peers: the same files, one run, one process for each task.
#   bench/stats/compare.sh [CUSTOMERS …]     10000 100000 1000000 if not given
# Needs Rust and Python with venv; the versions of the peers are those of bench/stats/requirements.txt.
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-$HOME/.cache/troth-target}
peers=${TROTH_PEERS:-$HOME/.cache/troth-peers}
export CARGO_TARGET_DIR="$target"
cargo build --quiet --release -p troth-stats --example compare
if [ ! -x "$peers/bin/python" ]; then
    python3 -m venv "$peers"
    "$peers/bin/pip" install --quiet -r bench/stats/requirements.txt
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for customers in ${*:-10000 100000 1000000}; do
    rows=$((customers < 100000 ? customers : 100000))
    "$target/release/examples/compare" data "$customers" "$rows" "$work"
    for task in summary bgnbd paretonbd cox ordinal aipw; do
        # What the file of rows would only repeat, and what takes a peer many minutes.
        case "$task" in cox | ordinal | aipw) [ "$customers" -gt 100000 ] && continue ;; esac
        "$target/release/examples/compare" "$task" "$work" >>"$work/results"
        if [ "$task" = paretonbd ] && [ "$customers" -gt 100000 ]; then continue; fi
        "$peers/bin/python" bench/stats/compare_peers.py "$task" "$work" >>"$work/results" || echo "$task: the peer failed" >&2
    done
done
echo "$(date -u +%Y-%m-%d), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown)"
echo
echo "| task | rows | ours (s) | peer (s) | times faster | ours (MB) | peer (MB) | answers: ours, peer |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- |"
awk -F'\t' '
    $2 == "troth" { key = $1 FS $3; order[++n] = key; s[key] = $4; m[key] = $5; a[key] = $6 }
    $2 != "troth" { key = $1 FS $3; peer[key] = $2; ps[key] = $4; pm[key] = $5; pa[key] = $6 }
    END { for (i = 1; i <= n; i++) { k = order[i]; split(k, part, FS)
        if (k in ps) printf "| %s | %s | %s | %s, %s | %.0f | %s | %s | %s, %s |\n", part[1], part[2], s[k], peer[k], ps[k], ps[k] / s[k], m[k], pm[k], a[k], pa[k]
        else printf "| %s | %s | %s | not run | | %s | | %s |\n", part[1], part[2], s[k], m[k], a[k] } }' "$work/results"
