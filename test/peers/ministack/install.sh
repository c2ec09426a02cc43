#!/usr/bin/env bash
# MiniStack, which runs what is deployed into it. The version is the one that index.ts looks for.
exec "$(dirname "$0")/../install-with-pip.sh" ministack 1.5.33 ministack 'ministack'
