#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# From a full topic to committed Parquet: fills a topic, then has it written to the local disk by Sluice's connector and by
# others, in turns, and prints records/s, records per CPU second of the writing process, and its memory.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/sink.sh [options]

  --format NAME    json, text, avro100 or avro1k           (json: real flights, 95 bytes)
  --lines FILE     what json and text repeat               (a file of conf/samples)
  --records N      records in the topic, of one partition  (3000000)
  --runs N         runs of each contestant, in turns       (5)
  --heap SIZE      -Xmx of the broker                      (1g)
  --sink-heap SIZE -Xmx of each contestant                 (1g)
  --with NAMES     contestants, by commas                  (sluice)
                   sluice    Apache Kafka's connect-standalone with our sink
  --data DIR       where all of it is kept                 (benchmarks/target/sink)

The figures of a machine that does something else besides are worth nothing.
TEXT
}

format=json lines= records=3000000 runs=5 heap=1g sink_heap=1g with=sluice
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$home/benchmarks/target/sink
while [ $# -gt 0 ]; do
  case $1 in
    --format) format=$2; shift ;;
    --lines) lines=$2; shift ;;
    --records) records=$2; shift ;;
    --runs) runs=$2; shift ;;
    --heap) heap=$2; shift ;;
    --sink-heap) sink_heap=$2; shift ;;
    --with) with=$2; shift ;;
    --data) data=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

rm -rf "$data"
mkdir -p "$data"
# shellcheck source=benchmarks/brokers.sh
. "$home/benchmarks/brokers.sh"
start_broker sluice
topic=events
case $format in
  text) lines=${lines:-$home/conf/samples/dpkg.log} ;;
  *) lines=${lines:-$home/conf/samples/flights.jsonl} ;;
esac
load_tool io.sluice.benchmarks.LoadTopic "$bootstrap" "$topic" "$format" "$records" "$lines" "$data/schemas"

sink_settings() { # what the connector is told of a format
  case $format in
    json) echo "value.format=json" ;;
    text) grep -E '^(value\.format|text\.)' "$home/conf/hdfs-sink-text.properties" ;;
    avro*) printf '%s\n' "value.format=avro" "schema.directory=$data/schemas" ;;
  esac
}

sluice() { # DIRECTORY
  cat >"$1/worker.properties" <<TEXT
bootstrap.servers=$bootstrap
key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
offset.storage.file.filename=$1/offsets
listeners=http://127.0.0.1:29080
consumer.auto.offset.reset=earliest
plugin.discovery=service_load
TEXT
  {
    cat <<TEXT
name=sink-$(basename "$1")
connector.class=io.sluice.connector.HdfsSinkConnector
topics=$topic
tasks.max=1
store.url=file:///
topics.dir=$1/topics
flush.size=1000000
rotate.interval.ms=5000
TEXT
    sink_settings
  } >"$1/connector.properties"
  exec java "-Xmx$sink_heap" -XX:+UseG1GC ${SINK_OPTS:-} -Duser.timezone=UTC -Dlog4j2.level=warn -cp "$SLUICE_CLASSPATH" \
    org.apache.kafka.connect.cli.ConnectStandalone "$1/worker.properties" "$1/connector.properties"
}

last=$(printf '%010d' $((records - 1)))
committed() { # DIRECTORY
  [ -n "$(find "$1/topics" -name "*+$last.parquet" -not -path '*/.*' 2>/dev/null | head -n 1)" ]
}

results=$data/results.txt
: >"$results"
contest() { # NAME RUN
  local dir=$data/$1-$2 pid start end cpu rss
  mkdir -p "$dir"
  start=$(date +%s.%N)
  "$1" "$dir" >"$dir/log" 2>&1 &
  pid=$!
  until committed "$dir"; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$dir/log" >&2; echo "$1 ended" >&2; exit 1; }
    sleep 0.1
  done
  end=$(date +%s.%N)
  cpu=$(awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hz }' "/proc/$pid/stat")
  rss=$(awk '/VmHWM/ { printf "%.0f", $2 / 1000 }' "/proc/$pid/status")
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  awk -v n="$1" -v r="$records" -v s="$start" -v e="$end" -v c="$cpu" -v m="$rss" -v f="$format" 'BEGIN {
    printf "%-10s %-8s %9.0f records/s %9.0f records/cpu-s %6.2f cpu-s/million %6.0f MB\n",
      n, f, r / (e - s), r / c, c * 1e6 / r, m }' | tee -a "$results"
  rm -rf "$dir"
}

for ((run = 1; run <= runs; run++)); do
  for contestant in ${with//,/ }; do
    contest "$contestant" "$run"
  done
done

echo
echo "medians of $runs"
for name in $(awk '{print $1}' "$results" | sort -u); do
  for column in 3 5 9; do
    awk -v n="$name" -v c="$column" '$1 == n {print $c}' "$results" | sort -n \
      | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
  done | paste -sd' ' | awk -v n="$name" -v f="$format" '{
    printf "%-10s %-8s %9.0f records/s %9.0f records/cpu-s %6.0f MB\n", n, f, $1, $2, $3 }'
done
