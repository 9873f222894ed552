# `make run` starts the register; `make test` runs everything that has to hold. `make help` lists the rest.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
# Processes that share the tests.
JOBS ?= 2
SYSTEM_PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
COMPILE := pip compile --quiet --generate-hashes --no-strip-extras --no-emit-index-url --no-header --python-version 3.11 --python-platform x86_64-manylinux_2_28
TEMPLATES = $(shell find templates -name '*.html')

# Static files are gathered again only when one of them, or a locked library, has changed.
STATIC := $(or $(DATA_DIR),var)/static/.gathered

# What WeasyPrint loads, and the font with Times's widths that has every Vietnamese letter.
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2
TEST_PACKAGES := $(RUN_PACKAGES) postgresql redis-server chromium poppler-utils

.PHONY: help
help: ## Những lệnh có thể dùng
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: run
run: packages $(VENV)/run.stamp $(STATIC) ## Cài đặt nếu cần, rồi chạy sổ với dữ liệu mẫu
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py refresh_deadlines --if-missing
	@$(PYTHON) manage.py demo --if-empty
	@exec $(PYTHON) manage.py serve --host $(HOST) --port $(PORT)

.PHONY: dev
dev: packages $(VENV)/dev.stamp $(STATIC) ## Như run, khởi động lại khi mã nguồn đổi
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py refresh_deadlines --if-missing
	@$(PYTHON) manage.py demo --if-empty
	@exec $(PYTHON) manage.py serve --host $(HOST) --port $(PORT) --reload

.PHONY: demo
demo: packages $(VENV)/run.stamp ## Tạo sổ mẫu nếu cơ sở dữ liệu còn trống
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py demo --if-empty

.PHONY: test
test: test-packages $(VENV)/dev.stamp ## Mọi kiểm tra và mọi phép thử, trên SQLite rồi trên PostgreSQL
	@$(MAKE) check
	@$(MAKE) test-sqlite
	@$(MAKE) test-pg

.PHONY: test-sqlite
test-sqlite: $(VENV)/dev.stamp ## Mọi phép thử trên SQLite và hàng đợi thư mục
	@echo "== SQLite"
	@env -u DATABASE_URL -u BROKER_URL $(PYTHON) -m pytest -q -n $(JOBS) --dist worksteal $(ARGS)

.PHONY: test-pg
test-pg: $(VENV)/dev.stamp ## Mọi phép thử chạm cơ sở dữ liệu, trên PostgreSQL và Redis thật (máy chủ riêng, tự tắt)
	@echo "== PostgreSQL, Redis"
	@$(PYTHON) -m tests.services -- $(PYTHON) -m pytest -q -n $(JOBS) --dist worksteal -m "database and not once" $(ARGS)

.PHONY: check
check: export DATA_DIR = $(CURDIR)/$(VENV)/check
check: $(VENV)/dev.stamp ## Văn phong, kiểu, hướng nhập, di trú, thiết đặt
	@echo "== ruff";          $(VENV)/bin/ruff check .
	@echo "== ruff format";   $(VENV)/bin/ruff format --check .
	@echo "== djade";         $(VENV)/bin/djade --target-version 5.2 --check $(TEMPLATES)
	@echo "== mypy";          $(VENV)/bin/mypy
	@echo "== lint-imports";  PYTHONPATH=. $(VENV)/bin/lint-imports --no-cache >$(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }
	@echo "== migrations";    $(PYTHON) manage.py makemigrations --check --dry-run
	@echo "== deploy";        HTTPS=1 $(PYTHON) manage.py check --deploy --fail-level WARNING

.PHONY: format
format: $(VENV)/dev.stamp ## Sửa văn phong
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/djade --target-version 5.2 $(TEMPLATES) || true # its status only says that it changed something

.PHONY: coverage
coverage: $(VENV)/dev.stamp ## Độ phủ theo nhánh, đọc ở htmlcov/
	@$(PYTHON) -m pytest -q -n $(JOBS) --cov --cov-report=html --cov-report=term $(ARGS)

.PHONY: bench
bench: $(VENV)/dev.stamp ## Đo tốc độ, từng cặp trong một lần chạy (lâu)
	@$(PYTHON) -m benchmarks $(ARGS)

.PHONY: lock
lock: ## Ghim lại phiên bản và mã băm (cần uv)
	@command -v uv >/dev/null || { echo "Cần có uv để ghim phiên bản: pipx install uv" >&2; exit 1; }
	@uv $(COMPILE) $(ARGS) pyproject.toml -o requirements.lock
	@uv $(COMPILE) $(ARGS) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: clean
clean: ## Xoá môi trường và bộ nhớ đệm; dữ liệu trong var/ được giữ lại
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

.PHONY: packages test-packages
packages:
	@.ci/packages $(RUN_PACKAGES) $$($(SYSTEM_PYTHON) -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv)

test-packages:
	@.ci/packages $(TEST_PACKAGES) $$($(SYSTEM_PYTHON) -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv)

$(PYTHON):
	@$(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Cần Python 3.11; lệnh '$(SYSTEM_PYTHON)' là phiên bản khác." >&2; exit 1; }
	@$(SYSTEM_PYTHON) -m venv $(VENV)

$(STATIC): $(shell find static -type f) $(VENV)/run.stamp
	@$(PYTHON) manage.py collectstatic --noinput --verbosity 0
	@touch $@

# A stamp says which lock was installed last; the development lock holds the other one too.
$(VENV)/run.stamp: requirements.lock | $(PYTHON)
	@echo "Đang cài các thư viện Python (requirements.lock)…"
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock | $(PYTHON)
	@echo "Đang cài các thư viện Python (requirements-dev.lock)…"
	@$(PIP) -r requirements-dev.lock
	@touch $(VENV)/run.stamp $@
