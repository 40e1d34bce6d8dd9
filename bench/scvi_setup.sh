#!/usr/bin/env bash
# Makes bench/.scvi with scvi-tools, apart from the other peers: 2.7 GB to download, 4.7 GB on disk. PYTHON names the interpreter (default: python3).
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' || {
    echo "the versions in scvi_requirements.txt are of Python 3.12; name one by PYTHON" >&2
    exit 2
}
"$python" -m venv .scvi
.scvi/bin/pip install -q --no-compile --no-deps -r scvi_requirements.txt
.scvi/bin/python -c 'import scvi' 2>/dev/null || {
    echo "scvi-tools is installed and cannot be imported: .scvi/bin/python -c 'import scvi' says why" >&2
    exit 1
}
