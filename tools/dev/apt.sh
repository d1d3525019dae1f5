#!/bin/sh
# Installs Debian packages when this user may: tools/dev/apt.sh PACKAGE…
set -eu

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing: $*. Install it with this system's package manager and run the command again." >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root=sudo
else
    echo "Missing: $*. Run: sudo apt-get install $*" >&2
    exit 1
fi

echo "Installing $*" >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
$as_root apt-get -qq install --yes --no-install-recommends "$@" >/dev/null
