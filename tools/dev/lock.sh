#!/bin/sh
# Writes requirements.lock: each package of requirements.txt and all they need, with version and hashes.
# tools/dev/lock.sh DIRECTORY, the virtual environment that has uv.
set -eu
named=$(mktemp)
trap 'rm -f "$named"' EXIT
grep -v '^-e' requirements.txt > "$named"
{
    echo "# Made by \`make lock\` from requirements.txt; do not edit. Versions with the hashes of their files."
    "$1/bin/uv" pip compile "$named" --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links
} > requirements.lock.new
mv requirements.lock.new requirements.lock
