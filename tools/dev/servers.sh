#!/bin/sh
# Makes sure there are an nginx and a PostgreSQL for the tests of deploy/; neither is left running.
set -eu
PATH=$PATH:/usr/sbin
missing=
command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 ||
    missing="$missing postgresql"
[ -z "$missing" ] && exit 0

# The packages would start their servers; the tests start their own, as a user of their own, on free ports.
policy=/usr/sbin/policy-rc.d
if [ "$(id -u)" -eq 0 ] && [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
# shellcheck disable=SC2086
"$(dirname "$0")/apt.sh" $missing
