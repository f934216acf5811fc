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
peer() {
    "$peers/bin/python" bench/stats/compare_peers.py "$@" >>"$work/results" || echo "$1: the peer failed" >&2
}
for customers in ${*:-10000 100000 1000000 10000000}; do
    rows=$((customers < 100000 ? customers : 100000))
    "$target/release/examples/compare" data "$customers" "$rows" "$work"
    for task in summary_csv summary bgnbd paretonbd gammagamma cox ordinal logit aipw shapley bootstrap; do
        # What the files of rows and drivers would only repeat.
        case "$task" in
        cox | ordinal | logit | aipw) [ "$customers" -gt 100000 ] && continue ;;
        shapley | bootstrap) [ "$customers" -ne 100000 ] && continue ;;
        esac
        "$target/release/examples/compare" "$task" "$work" >>"$work/results"
        # What takes a peer many minutes or more memory than most machines have.
        [ "$customers" -gt 1000000 ] && [ "$task" != summary_csv ] && continue
        [ "$task" = paretonbd ] && [ "$customers" -gt 100000 ] && continue
        peer "$task" "$work"
        # Compiling its model takes it minutes whatever the size, so once is enough.
        [ "$task" = bgnbd ] && [ "$customers" -eq 100000 ] && peer "$task" "$work" pymc
        case "$task" in cox | ordinal)
            if command -v Rscript >/dev/null; then
                Rscript bench/stats/compare_peers.R "$task" "$work" >>"$work/results" || echo "$task: R failed" >&2
            fi
            ;;
        esac
    done
done
echo "$(date -u +%Y-%m-%d), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown)"
echo
echo "| task | rows | ours (s) | peer (s) | times faster | ours (MB) | peer (MB) | answers: ours, peer |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- |"
awk -F'\t' '
    $2 == "troth" { key = $1 FS $3; order[++n] = key; s[key] = $4; m[key] = $5; a[key] = $6 }
    $2 != "troth" { key = $1 FS $3; lines[key] = lines[key] sprintf("\n%s\t%s\t%s\t%s", $2, $4, $5, $6) }
    END { for (i = 1; i <= n; i++) { k = order[i]; split(k, part, FS)
        count = split(substr(lines[k], 2), of, "\n")
        if (!count) printf "| %s | %s | %s | | | %s | | %s |\n", part[1], part[2], s[k], m[k], a[k]
        for (j = 1; j <= count; j++) { split(of[j], p, "\t")
            printf "| %s | %s | %s | %s, %s | %.0f | %s | %s | %s, %s |\n", part[1], part[2], s[k], p[1], p[2], p[2] / s[k], m[k], p[3], a[k], p[4] } } }' "$work/results"
