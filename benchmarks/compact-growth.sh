#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How the cost of a merge grows: with the number of files, of one size each or of one size in all, and with the number of
# columns.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/compact-growth.sh [options]

  --by NAME        what grows                               (all three, one after the other)
                   files     100, 1,000 and 10,000 files of 130 KB
                   pieces    1.2 GB in 100, 1,000 and 10,000 files
                   columns   10, 100 and 1,000 columns of the same 600 MB in 100 files
  other options are those of compact.sh: --runs, --with, --heap, --data, --make

The figures of a machine that does something else besides are worth nothing.
TEXT
}

by='files pieces columns'
others=()
while [ $# -gt 0 ]; do
  case $1 in
    --by) by=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) others+=("$1") ;;
  esac
  shift
done

run() { # WHAT OPTION…
  echo "$1"
  "$(dirname "${BASH_SOURCE[0]}")/compact.sh" "${@:2}" "${others[@]}" | sed '/^$/d; s/^/  /'
}

for what in $by; do
  case $what in
    files)
      for files in 100 1000 10000; do run "$files files of 130 KB" --files "$files" --rows 1600; done ;;
    pieces)
      for files in 100 1000 10000; do run "1.2 GB in $files files" --files "$files" --rows $((16000000 / files)); done ;;
    columns)
      for columns in 10 100 1000; do
        run "$columns columns" --files 100 --rows $((1000000 / columns)) --columns "$columns"
      done ;;
    *) echo "nothing grows by $what" >&2; exit 2 ;;
  esac
done
