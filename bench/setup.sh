#!/usr/bin/env bash
# Makes bench/.venv with the peers that the scripts here measure against.
set -euo pipefail
cd "$(dirname "$0")"
python3 -m venv .venv
.venv/bin/pip install -q -r requirements.txt
