#!/bin/sh
# Makes the virtual environment: tools/dev/venv.sh DIRECTORY. $PYTHON names the interpreter to use.
set -eu
venv=$1

python=
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python3.11 …" >&2
    exit 1
fi

# Debian ships venv's bootstrap in a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$(dirname "$0")/apt.sh" "python$version-venv"
fi
exec "$python" -m venv "$venv"
