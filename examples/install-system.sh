#!/usr/bin/env bash
# System packages for making the examples and for the browser tests, on Debian 12. callqa itself needs none of them.
set -euo pipefail

packages=(rhvoice rhvoice-russian rhvoice-english sox libsox-fmt-all chromium fonts-dejavu-core)
if dpkg -s "${packages[@]}" >/dev/null 2>&1; then exit 0; fi
if ! command -v apt-get >/dev/null; then
  echo "not a Debian system: install ${packages[*]} by hand; tests that need them are skipped and say so" >&2
  exit 0
fi
sources=/etc/apt/sources.list.d/debian.sources
# rhvoice's voices stand in contrib and non-free
if [ -f "$sources" ]; then sed -i 's/^Components: main$/Components: main contrib non-free/' "$sources"; fi
apt-get update -q
apt-get install -y -q --no-install-recommends "${packages[@]}"
