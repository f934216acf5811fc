# Two commands matter: `make demo` builds and opens a living system, `make test` checks everything.

# Outside the checkout, so that repeated runs and fresh clones are fast.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/troth-target
TROTH = $(CARGO_TARGET_DIR)/debug/troth

.PHONY: demo test assets format lint unit deny journeys bench screenshots

demo: assets
	cargo build -p troth
	$(TROTH) demo

test: format assets lint unit deny journeys

# Client code and styles, embedded by foundation/web.
assets:
	@.ci/needs
	cd assets && npm ci --no-audit --no-fund --silent && npm run --silent check && npm run --silent build

format:
	cargo fmt --all --check

lint:
	cargo clippy --workspace --all-targets -- -D warnings

unit:
	@.ci/needs postgresql
	cargo test --workspace --no-fail-fast

# What the program is made of: licences, sources, bans, and nothing unused.
deny:
	@command -v cargo-deny >/dev/null || cargo install cargo-deny --locked
	@command -v cargo-machete >/dev/null || cargo install cargo-machete --locked
	cargo deny --log-level error check bans licenses sources
	cargo machete

# Journeys in a real browser.
journeys: assets
	@.ci/needs chromium
	cargo build -p troth
	cd e2e && npm ci --no-audit --no-fund --silent && TROTH_BIN=$(TROTH) npm test --silent

# Durable verbs beside a commit each, start and memory; a million purchases beside the engines' own loaders; the morning run and the pages it feeds at 10,000 to 1,000,000 customers beside
# lifetimes on pandas; the validity report over 200
# businesses, a million simulated customers; then two hundred kills in the middle of writes, imports and runs.
PEERS ?= $(HOME)/.cache/troth-peers
bench: assets
	cargo build --release -p troth -p troth-bench-store -p troth-bench-run -p troth-bench-import -p troth-bench-listen
	[ -x $(PEERS)/bin/python ] || { python3 -m venv $(PEERS) && $(PEERS)/bin/pip install --quiet -r bench/stats/requirements.txt; }
	$(CARGO_TARGET_DIR)/release/troth-bench-store $(CARGO_TARGET_DIR)/release/troth
	$(CARGO_TARGET_DIR)/release/troth-bench-run $(CARGO_TARGET_DIR)/release/troth --python $(PEERS)/bin/python
	$(CARGO_TARGET_DIR)/release/troth-bench-import $(CARGO_TARGET_DIR)/release/troth
	$(CARGO_TARGET_DIR)/release/troth-bench-listen 20000 20000
	$(CARGO_TARGET_DIR)/release/troth simulate --check
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; python3 bench/sim/million.py $(CARGO_TARGET_DIR)/release/troth "$$folder"
	TROTH_KILL_ROUNDS=200 cargo test -p troth-store -p troth --test all -- kill

# The pictures of README, made from the demo.
screenshots: assets
	@.ci/needs chromium
	cargo build -p troth
	cd e2e && npm ci --no-audit --no-fund --silent && TROTH_BIN=$(TROTH) node screenshots.mjs
