#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What partitions cost: the Sluice broker and Apache Kafka with a thousand partitions and more. For each number: create
# and describe them, write to all of them in turn, stop and start again, kill and start again. Prints a table in Markdown.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/broker-partitions.sh [options]

  --counts LIST     numbers of partitions, in thousands   (1 10 50 100)
  --brokers LIST    of: sluice, sluice-never, kafka, kafka-fsync  (sluice kafka)
  --kafka-most N    thousands of partitions that Kafka gets, at most (10)
  --mb N            megabytes to write, in 1 KiB records  (200)
  --kill-mb N       megabytes to write before the kill    (450)
  --heap SIZE       -Xms and -Xmx of the brokers          (2g)
  --data DIR        where the brokers write               (benchmarks/target/broker-partitions)
  --append          add to the figures that are there, for a long run in pieces
TEXT
}

counts='1 10 50 100' brokers='sluice kafka' kafka_most=10 mb=200 kill_mb=450 heap=2g append=
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$home/benchmarks/target/broker-partitions
# shellcheck source=benchmarks/brokers.sh
. "$home/benchmarks/brokers.sh"
parse_options 'counts brokers kafka-most mb kill-mb heap data' 'append' "$@"
prepare_brokers

note() { # FIGURE VALUE
  printf '%s\t%s\t%s\t%s\n' "$name" "$count" "$@" | tee -a "$data/figures" >&2
}

many() {
  load_tool io.sluice.benchmarks.ManyPartitions "$@"
}

ms_since() { # MS
  echo $(($(date +%s%3N) - $1))
}

heap_used() { # MB, after a collection
  jcmd "$broker_pid" GC.run >/dev/null
  jcmd "$broker_pid" GC.heap_info | sed -nE 's|.* used ([0-9]+)K.*|\1|p' | head -1 | awk '{ printf "%.0f", $1 / 1000 }'
}

partitions() { # NAME COUNT, in thousands
  local name=$1 count=$2 line begun
  start_broker "$name"
  line=$(many create "$bootstrap" "$count" 1000)
  note 'create, ms' "$(sed -E 's|.* in ([0-9]+) ms|\1|' <<<"$line")"
  line=$(many describe "$bootstrap" "$count")
  note 'describe, ms' "$(sed -E 's|.* in ([0-9]+) ms|\1|' <<<"$line")"
  note 'heap before any record, MB' "$(heap_used)"
  line=$(many write "$bootstrap" "$count" 1000 $((mb * 1000)) 1000)
  note 'write to all, MB/s' "$(sed -E 's|.*: ([0-9.]+) MB/s.*|\1|' <<<"$line")"
  note 'write to all, p99 ms' "$(sed -E 's|.*p99 ([0-9]+) ms.*|\1|' <<<"$line")"
  note 'heap, MB' "$(heap_used)"
  note 'RSS, MB' "$(broker_rss)"
  note 'open files' "$(find "/proc/$broker_pid/fd" -mindepth 1 | wc -l)"
  note 'memory maps' "$(wc -l <"/proc/$broker_pid/maps")"
  begun=$(date +%s%3N)
  stop_broker
  note 'stop, ms' "$(ms_since "$begun")"
  note 'files on disk' "$(find "$data/$name" -type f | wc -l)"
  launch_broker "$name"
  note 'start to first record after a clean stop, ms' "$first_ms"
  many write "$bootstrap" "$count" 1000 $((kill_mb * 1000)) 1000 >/dev/null
  kill -9 "$broker_pid"
  wait "$broker_pid" 2>/dev/null || true
  broker_pid=
  launch_broker "$name"
  note 'start to first record after SIGKILL, ms' "$first_ms"
  stop_broker
  rm -rf "${data:?}/$name"
}

for count in $counts; do
  for name in $brokers; do
    if [[ $name != kafka* || $count -le $kafka_most ]]; then
      partitions "$name" "$count"
    fi
  done
done

echo
conditions "$mb MB to all, $kill_mb MB before the kill"
echo
awk -F'\t' '
  { column = $2 ",000 " $1; if (!(column in seen)) { seen[column] = ++columns; title[columns] = column }
    if (!($3 in known)) { known[$3] = ++rows; figure[rows] = $3 }
    value[$3, column] = $4 }
  END {
    printf "| partitions |"; for (c = 1; c <= columns; c++) printf " %s |", title[c]; print ""
    printf "| --- |"; for (c = 1; c <= columns; c++) printf " ---: |"; print ""
    for (r = 1; r <= rows; r++) {
      printf "| %s |", figure[r]
      for (c = 1; c <= columns; c++) printf " %s |", value[figure[r], title[c]]
      print ""
    }
  }' "$data/figures" | tee "$data/table.md"
