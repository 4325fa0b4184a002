# make run     the prompt on the model that ships          make install PREFIX=/usr/local
# make test    all tests                                    make uninstall PREFIX=/usr/local
# make serve   the same answers over HTTP: ARGS="--port 9000" are its options; make server only builds it,
#              make -s server-path prints where it is, make install-server installs it beside rfm
# make lint    the formatter's own check                    make clean
# make docs    the documentation of the libraries, by DocC: a warning in it is an error
# make proof   the answers against scikit-learn's, where Python has it; make proof ROWS=statistics
#              computes the figures of docs/statistics.md anew; make proof ROWS=sql runs the SQL of
#              rfm sql on real engines (ENGINES=duckdb,postgres for some of them), make proof
#              ROWS=pmml,onnx what rfm model export writes, ROWS=import what rfm import takes over;
#              ROWS=service lets other services' clients ask the server, and schemathesis CASES=220
#              questions of each kind; ROWS=faults tries slow clients, kill -9, full disks and the like
# make bench   the speed beside pandas, Polars, DuckDB and scikit-learn; make bench ROWS="table score" PAIRS=9;
#              ROWS=service is the server beside FastAPI, uvicorn and scikit-learn (needs wrk and curl);
#              ROWS=page how long a person waits on the page, beside Streamlit's with STREAMLIT=a Python that has it
#
# run and test install the system packages that are missing (Debian and Ubuntu by apt, macOS by brew).

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
PYTHON ?= python3
ROOT := $(DESTDIR)$(PREFIX)
SHARE := $(ROOT)/share
# Those that ship; Segments/ may hold packs of the user's own, too.
PACKS := retail value-tiers lifecycle plain big-accounts rfm-scores

.PHONY: run test engines browser test-page bench lint docs proof build install uninstall clean dependencies server serve server-path \
  install-server

run: build
	@.build/release/rfm

build: dependencies
	$(SWIFT) build -c release --product rfm

# The server is a package of its own, which nothing above fetches or builds.
SERVER_PACKAGE := --package-path Sources/RFMServer
SERVER := $(SERVER_PACKAGE) --scratch-path .build-server
ARGS ?=
# For each of 49 questions: 10,000 and more.
CASES ?= 220
server: dependencies
	$(SWIFT) build $(SERVER) -c release --product rfm-server

serve: server
	@exec .build-server/release/rfm-server $(ARGS)

server-path:
	@echo "$(CURDIR)/.build-server/release/rfm-server"

test: dependencies engines
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	$(SWIFT) build $(SERVER) --build-tests
	$(SWIFT) test $(SERVER) --skip-build
	@$(MAKE) --no-print-directory test-page

# Needs Python 3 with venv; the peers come from PyPI into .build/bench-venv.
ROWS ?=
PAIRS ?= 5
ifneq ($(filter page,$(ROWS)),)
bench: server browser
	$(PAGE_PYTHON) Tests/Browser/bench_page.py .build-server/release/rfm-server $(DATA:%=--file %) \
	  $(STREAMLIT:%=--streamlit %)
else
# Only its own row needs the server.
bench: build $(if $(ROWS),$(filter server,$(ROWS:service=server)),server)
	python3 Tests/Benchmarks/bench.py $(ROWS) --pairs $(PAIRS) --rfm .build/release/rfm
endif

# Into .build/plugins/Swift-DocC/outputs. No product needs the plugin, so no other target builds it.
LIBRARIES := Wording JSONText SafeFiles Tabular Workbooks Customers Transactions Segmentation Lifetime Campaigns \
  Forgetting CustomerStore Report Exchange RFMService
docs: dependencies
	$(SWIFT) package generate-documentation $(LIBRARIES:%=--target %) --warnings-as-errors

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

COMMA := ,
# DATA="a.csv b.csv" names other sales than those in ../shared/data. ROWS="statistics overdue" is a part of them.
ifneq ($(filter statistics,$(ROWS)),)
proof:
	$(PYTHON) Tests/Proof/what_was_tried.py $(filter-out statistics,$(ROWS))
else ifneq ($(filter pmml onnx pmml$(COMMA)onnx onnx$(COMMA)pmml,$(ROWS)),)
proof: build
	$(PYTHON) Tests/Proof/answers_of_runtimes.py --formats "$(ROWS)" .build/release/rfm $(DATA)
else ifneq ($(filter import,$(ROWS)),)
proof: build
	$(PYTHON) Tests/Proof/clusters_of_imports.py .build/release/rfm $(DATA)
else ifneq ($(filter sql,$(ROWS)),)
proof: build
	$(PYTHON) Tests/Proof/answers_of_engines.py $(ENGINES:%=--engines %) .build/release/rfm $(DATA)
else ifneq ($(filter service,$(ROWS)),)
proof: build server
	$(PYTHON) Tests/Proof/speaks_to_clients.py .build/release/rfm .build-server/release/rfm-server $(CASES)
else ifneq ($(filter faults,$(ROWS)),)
proof: build server
	$(PYTHON) Tests/Proof/service_faults.py .build/release/rfm .build-server/release/rfm-server
else
proof: build
	$(PYTHON) Tests/Proof/agrees_with_scikit_learn.py .build/release/rfm $(DATA)
endif

# Engines of PyPI that tests run SQL on: those that cannot be had are skipped, by name.
ENGINE_PYTHON := .build/engines-venv/bin/python
engines:
	@[ -x $(ENGINE_PYTHON) ] || $(PYTHON) -m venv .build/engines-venv || true
	@$(ENGINE_PYTHON) -c "import duckdb" 2>/dev/null || $(ENGINE_PYTHON) -m pip install -q duckdb \
	  || echo "DuckDB cannot be installed: its tests are skipped"

# The page is tried in Debian's Chromium, driven by Playwright of PyPI: where one of them cannot be had, its tests are
# skipped, by name. PICTURES=docs/pictures takes those of the documentation.
PAGE_PYTHON := .build/page-venv/bin/python
PAGE_LIBRARIES := playwright==1.65.2 axe-playwright-python==0.1.8
browser:
	@command -v chromium >/dev/null 2>&1 || { \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	} || true
	@[ -x $(PAGE_PYTHON) ] || $(PYTHON) -m venv .build/page-venv || true
	@$(PAGE_PYTHON) -c "import playwright, axe_playwright_python" 2>/dev/null \
	  || $(PAGE_PYTHON) -m pip install -q $(PAGE_LIBRARIES) || true

test-page: browser
	@if command -v chromium >/dev/null 2>&1 && $(PAGE_PYTHON) -c "import playwright, axe_playwright_python" 2>/dev/null; \
	then $(PAGE_PYTHON) Tests/Browser/page.py .build/debug/rfm .build-server/debug/rfm-server \
	  $(PICTURES:%=--pictures %); \
	else echo "Chromium or Playwright cannot be had: Tests/Browser/page.py is skipped"; fi

# Headers tell whether a package is there; nothing is asked of apt or brew where both are.
dependencies:
	@if [ "$$(uname)" = Darwin ]; then \
	  for name in readline zstd minizip expat; do brew list $$name >/dev/null 2>&1 || brew install $$name; done; \
	else \
	  missing=""; \
	  [ -e /usr/include/readline/readline.h ] || missing="$$missing libreadline-dev"; \
	  [ -e /usr/include/sqlite3.h ] || missing="$$missing libsqlite3-dev"; \
	  [ -e /usr/include/zlib.h ] || missing="$$missing zlib1g-dev"; \
	  [ -e /usr/include/zstd.h ] || missing="$$missing libzstd-dev"; \
	  [ -e /usr/include/expat.h ] || missing="$$missing libexpat1-dev"; \
	  [ -e /usr/include/minizip/unzip.h ] || missing="$$missing libminizip-dev"; \
	  if [ -n "$$missing" ]; then \
	    sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    echo "installing$$missing"; \
	    $$sudo apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; \
	  fi; \
	fi

# The program with Swift's libraries in it, the model and packs that ship, the manual and completions.
# The static build has a folder of its own, so that it and `make run` do not build each other anew.
install: dependencies
	$(SWIFT) package --allow-writing-to-package-directory generate-manual
	$(SWIFT) build -c release --product rfm --static-swift-stdlib --scratch-path .build/static
	install -d "$(ROOT)/bin" "$(SHARE)/rfm/Models" "$(SHARE)/rfm/Segments" \
	  "$(SHARE)/rfm/Layouts" "$(SHARE)/man/man1" \
	  "$(SHARE)/bash-completion/completions" "$(SHARE)/zsh/site-functions" "$(SHARE)/fish/vendor_completions.d"
	install -m 755 .build/static/release/rfm "$(ROOT)/bin/rfm"
	install -m 644 Models/online-retail-2009-2010* "$(SHARE)/rfm/Models/"
	install -m 644 $(PACKS:%=Segments/%.json) Segments/segment-pack.schema.json "$(SHARE)/rfm/Segments/"
	install -m 644 Layouts/*.json "$(SHARE)/rfm/Layouts/"
	install -m 644 .build/plugins/GenerateManual/outputs/rfm/rfm.1 "$(SHARE)/man/man1/rfm.1"
	"$(ROOT)/bin/rfm" --generate-completion-script bash > "$(SHARE)/bash-completion/completions/rfm"
	"$(ROOT)/bin/rfm" --generate-completion-script zsh > "$(SHARE)/zsh/site-functions/_rfm"
	"$(ROOT)/bin/rfm" --generate-completion-script fish > "$(SHARE)/fish/vendor_completions.d/rfm.fish"

install-server: dependencies
	$(SWIFT) build $(SERVER_PACKAGE) -c release --product rfm-server --static-swift-stdlib --scratch-path .build-server/static
	install -d "$(ROOT)/bin"
	install -m 755 .build-server/static/release/rfm-server "$(ROOT)/bin/rfm-server"

uninstall:
	rm -f "$(ROOT)/bin/rfm" "$(ROOT)/bin/rfm-server" "$(SHARE)/man/man1/rfm.1" "$(SHARE)/bash-completion/completions/rfm" \
	  "$(SHARE)/zsh/site-functions/_rfm" "$(SHARE)/fish/vendor_completions.d/rfm.fish"
	rm -rf "$(SHARE)/rfm"

clean:
	$(SWIFT) package clean
	$(SWIFT) package clean $(SERVER)
