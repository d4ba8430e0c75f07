# `make run` turns the seeds into TEI; `make test` tests everything. Both install what they need first.
SASTRA := .build/release/sastra
OUT ?= out

.PHONY: run test build docs clean system-packages

run: system-packages
	swift build -c release --product sastra
	$(SASTRA) run pipelines/archive.yaml --out $(OUT)

test: system-packages
	@.ci/install-packages jing libxml2-utils python3
	swift build --build-tests
	swift test --skip-build

build: system-packages
	swift build -c release --product sastra

# The tables in the READMEs and the schema of pipeline files are made from the stages.
docs: build
	$(SASTRA) stages --update-docs .
	$(SASTRA) schema > pipeline.schema.json

system-packages:
	@.ci/install-packages pkg-config libicu-dev libxml2-dev zlib1g-dev libbrotli-dev libsqlite3-dev

clean:
	rm -rf .build out
