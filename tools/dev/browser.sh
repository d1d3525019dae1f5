#!/bin/sh
# Makes sure there is a Chromium for the browser tests; says what to do when it cannot.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
"$(dirname "$0")/apt.sh" chromium fonts-dejavu-core
