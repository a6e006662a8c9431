#!/bin/sh
# Says when a commit's message reads like several independent pieces of work. Rules alone: no model, no network.
# With SHAPE=strict the commit is refused; else it is only said.
set -eu
decision=$(grep -v '^#' "$1" | baro intake - --intake rules --json --no-input 2>/dev/null) || exit 0
case $decision in
  *'"mode":"parallel"'*)
    echo "This reads like several independent pieces of work: consider a commit for each." >&2
    [ "${SHAPE:-}" != strict ] || exit 1
    ;;
esac
