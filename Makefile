# `make run` turns the seeds into TEI; `make test` tests everything. Both install what they need first.
SASTRA := .build/release/sastra
OUT ?= out

.PHONY: run test mutations build bench docs clean system-packages

run: system-packages
	swift build -c release --product sastra
	$(SASTRA) run pipelines/archive.yaml --out $(OUT)

test: system-packages
	@.ci/install-packages jing libxml2-utils python3
	swift build --build-tests
	swift test --skip-build
	SASTRA_MUTATION_SECONDS=60 swift test --skip-build --filter MutationTests

# Broken pages under the address sanitizer, for an hour or MUTATION_SECONDS; PAGES names a folder of pages to
# start from. A crash leaves the number of its page in .build/mutation. Swift's own backtraces hang under the
# sanitizer, so that it prints them.
MUTATION_SECONDS ?= 3600
mutations: system-packages
	@mkdir -p .build
	SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=handle_sigill=1:detect_leaks=0 \
	  SASTRA_MUTATION_SECONDS=$(MUTATION_SECONDS) SASTRA_MUTATION_PAGES=$(PAGES) \
	  SASTRA_MUTATION_LOG=$(CURDIR)/.build/mutation swift test -c release --sanitize=address \
	  --scratch-path .build/address -Xswiftc -enable-testing --filter MutationTests

build: system-packages
	swift build -c release --product sastra

# Figures beside those of other programs, on data that is not part of the project: `make bench ONLY=cleanup`.
# The other programs live in an environment of their own.
ONLY ?= cleanup
SHARED ?= ../shared
PEERS := .build/bench-peers

bench: build
	@test -d $(SHARED)/data || { echo "bench: no data in $(SHARED)/data; say where with SHARED=..."; exit 1; }
	@test -x $(PEERS)/bin/python || python3 -m venv $(PEERS)
	@# The pip of Python 3.11 stumbles over one extra that two packages spell differently.
	@$(PEERS)/bin/pip install -q --disable-pip-version-check 'pip>=24'
	@$(PEERS)/bin/pip install -q --disable-pip-version-check -r Benchmarks/peers-$(ONLY).txt
	$(PEERS)/bin/python -W ignore Benchmarks/$(ONLY).py $(SASTRA) $(SHARED)

# The tables in the READMEs and the schema of pipeline files are made from the stages.
docs: build
	$(SASTRA) stages --update-docs .
	$(SASTRA) schema > pipeline.schema.json

system-packages:
	@.ci/install-packages pkg-config libicu-dev libxml2-dev zlib1g-dev libbrotli-dev libzstd-dev libxxhash-dev libsqlite3-dev

clean:
	rm -rf .build out
