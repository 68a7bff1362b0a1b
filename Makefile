# Windtunnel: what a developer types. Everything that is needed is installed by `make setup`,
# which the other targets call: it asks nothing and is quick when there is nothing to do.

SWIFT ?= swift
JOBS ?= 2
PREFIX ?= /usr/local
RELEASE = -c release -j $(JOBS)
TESTING = $(RELEASE) -Xswiftc -enable-testing --scratch-path .build-test
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
TOOL = .build/release/windtunnel
VENUE = Exercises/trading/continuous-venue

READERS = .venv-test/ready
PEERS = Sources/windtunnel-bench/Peers/requirements.txt

.PHONY: build demo test lint bench install docs setup readers peers clean

build: setup
	$(SWIFT) build $(RELEASE) --product windtunnel

demo: build
	$(TOOL) compare $(VENUE)/reference.arch.yaml $(VENUE)/flawed-async-journal.arch.yaml

test: setup readers
	$(SWIFT) build $(TESTING) --build-tests
	$(SWIFT) test $(TESTING) --skip-build

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Plugins Tests

bench: setup peers
	$(SWIFT) build $(RELEASE) --product windtunnel
	$(SWIFT) build $(RELEASE) --product windtunnel-bench
	.build/release/windtunnel-bench

docs: build
	$(TOOL) dev docs .

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/windtunnel
	install -m 755 $(TOOL) $(DESTDIR)$(PREFIX)/bin/windtunnel
	cp -R Exercises $(DESTDIR)$(PREFIX)/share/windtunnel/

# libyaml and pkg-config, by the system's own package manager.
setup:
	@if pkg-config --exists yaml-0.1 2>/dev/null; then :; \
	elif command -v apt-get >/dev/null 2>&1; then \
	  $(SUDO) apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q libyaml-dev pkg-config; \
	elif command -v brew >/dev/null 2>&1; then brew install libyaml pkg-config; \
	else echo "install libyaml (with its headers) and pkg-config, then try again" >&2; exit 1; fi

# Independent readers of our documents, in Python: for the tests only.
readers: $(READERS)

$(READERS): Tests/Readers/requirements.txt
	@if python3 -c 'import ensurepip, venv' 2>/dev/null; then :; \
	elif command -v apt-get >/dev/null 2>&1; then \
	  $(SUDO) apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q python3-venv; \
	else echo "install Python 3.10 or later with its module venv, then try again" >&2; exit 1; fi
	rm -rf .venv-test
	python3 -m venv .venv-test
	.venv-test/bin/python -m pip install -q --disable-pip-version-check -r Tests/Readers/requirements.txt
	touch $@

# Other simulators in Python, for `make bench` only; those that cannot be had are left out.
peers:
	@[ .venv-bench/ready -nt $(PEERS) ] || { \
	  rm -rf .venv-bench; \
	  if python3 -m venv .venv-bench; then \
	    grep -v '^#' $(PEERS) | while read peer; do \
	      echo "installing $$peer for the benchmark"; \
	      .venv-bench/bin/python -m pip install -q --disable-pip-version-check "$$peer" \
	        || echo "$$peer cannot be installed: it is left out"; \
	    done; \
	    touch .venv-bench/ready; \
	  else echo "Python's module venv is missing: the other simulators are left out"; fi; }

clean:
	rm -rf .build .build-test .venv-test .venv-bench
