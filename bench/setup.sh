#!/usr/bin/env bash
# Makes bench/.venv with the peers that the scripts here measure against. PYTHON names the interpreter (default: python3).
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || {
    echo "scib-metrics needs Python 3.12 or later; name one by PYTHON" >&2
    exit 2
}
"$python" -m venv .venv
.venv/bin/pip install -q -r requirements.txt
