# Two commands do everything on a fresh machine; the others are their parts.
.PHONY: assets

# Client code and styles: built once, embedded by foundation/web. Needs Node.
assets:
	cd assets && npm ci --no-fund --no-audit && npm run --silent check && npm run --silent build
