#!/bin/sh
# Writes what follows from the dependencies in pyproject.toml: requirements.txt, which names the same, and
# requirements.lock: each of them and all they need, with version and hashes.
# tools/dev/lock.sh DIRECTORY, the virtual environment that has uv.
set -eu
{
    echo "# Made by \`make lock\` from pyproject.toml; do not edit. With \`pip install -r requirements.txt\` and"
    echo "# \`streamlit run app.py\` the atlas runs from a checkout."
    "$1/bin/python" -c '
import tomllib
with open("pyproject.toml", "rb") as file:
    print(*tomllib.load(file)["project"]["dependencies"], "-e .", sep="\n")'
} > requirements.txt.new
{
    echo "# Made by \`make lock\` from pyproject.toml; do not edit. Versions with the hashes of their files."
    "$1/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links
} > requirements.lock.new
mv requirements.txt.new requirements.txt
mv requirements.lock.new requirements.lock
