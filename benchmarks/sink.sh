#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# From a full topic to committed Parquet: fills a topic, has it written to an HDFS by Sluice's connector and by others, in
# turns, each in a process of its own, and prints records/s, records per CPU second of the writing process, and its memory.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/sink.sh [options]

  --format NAME    json, text, avro100 or avro1k           (json: real flights, 95 bytes)
  --broker NAME    kafka or sluice                          (kafka)
  --lines FILE     what json and text repeat               (a file of conf/samples)
  --records N      records in the topic, of one partition  (3000000)
  --runs N         runs of each contestant, in turns       (5)
  --heap SIZE      -Xmx of the broker                      (1g)
  --sink-heap SIZE -Xmx of each contestant                 (1g)
  --commit-ms N    how often Connect's sinks commit        (10000)
  --with NAMES     contestants, by commas                  (sluice)
                   sluice    Apache Kafka's connect-standalone with our sink
                   iceberg   the same with Iceberg's sink, a Hadoop catalog; json only
                   spark     Structured Streaming from Kafka to Parquet; json and avro
  --floor          also what decoding alone takes, and parquet-java's writing alone   (no)
  --threads        also what each kind of thread took      (no)
  --data DIR       where all of it is kept                 (benchmarks/target/sink)

SINK_OPTS are further arguments of each contestant's JVM.

The figures of a machine that does something else besides are worth nothing.
TEXT
}

format=json broker=kafka lines= records=3000000 runs=5 heap=1g sink_heap=1g commit_ms=10000 with=sluice threads= floor=
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$home/benchmarks/target/sink
while [ $# -gt 0 ]; do
  case $1 in
    --format) format=$2; shift ;;
    --broker) broker=$2; shift ;;
    --lines) lines=$2; shift ;;
    --records) records=$2; shift ;;
    --runs) runs=$2; shift ;;
    --heap) heap=$2; shift ;;
    --sink-heap) sink_heap=$2; shift ;;
    --commit-ms) commit_ms=$2; shift ;;
    --with) with=$2; shift ;;
    --floor) floor=yes ;;
    --threads) threads=yes ;;
    --data) data=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

contestant_classpath() { # NAME: of what is no part of our build
  local file=$home/benchmarks/target/$1.classpath
  if [ ! -f "$file" ]; then
    echo "asking for the class path of $1 (once)" >&2
    mkdir -p "$(dirname "$file")"
    mvn -B -ntp -q -f "$home/benchmarks/sink/$1/pom.xml" dependency:build-classpath \
      -Dmdep.includeScope=runtime "-Dmdep.outputFile=$file"
  fi
  cat "$file"
}

rm -rf "$data"
mkdir -p "$data"
# shellcheck source=benchmarks/brokers.sh
. "$home/benchmarks/brokers.sh"
class_paths
for contestant in ${with//,/ }; do
  [ "$contestant" = sluice ] || contestant_classpath "$contestant" >/dev/null
done
if [[ ,$with, == *,spark,* ]]; then
  javac -nowarn -proc:none -d "$data/spark-classes" -cp "$(contestant_classpath spark)" "$home/benchmarks/sink/SparkSink.java"
fi
start_broker "$broker"
topic=events
case $format in
  text) lines=${lines:-$home/conf/samples/dpkg.log} ;;
  *) lines=${lines:-$home/conf/samples/flights.jsonl} ;;
esac
load_tool io.sluice.benchmarks.LoadTopic "$bootstrap" "$topic" "$format" "$records" "$lines" "$data/schemas"

coproc hdfs { exec java "-Xmx$heap" -Dlog4j2.level=error -cp "$home/benchmarks/target/classes:$(cat "$home/benchmarks/target/sluice.classpath")" io.sluice.benchmarks.SinkHdfs "$data/hdfs" 2>"$data/hdfs.log"; }
# shellcheck disable=SC2154
read -r store <&"${hdfs[0]}" || { cat "$data/hdfs.log" >&2; exit 1; }

ask_hdfs() { # COMMAND…: prints the answer
  echo "$*" >&"${hdfs[1]}"
  read -r answer <&"${hdfs[0]}"
  echo "$answer"
}

sink_settings() { # what the connector is told of a format
  case $format in
    json) echo "value.format=json" ;;
    text) sed -e ':a' -e '/\\$/{N;s/\\\n *//;ba' -e '}' "$home/conf/hdfs-sink-text.properties" | grep -E '^(value\.format|text\.)' ;;
    avro*) printf '%s\n' "value.format=avro" "schema.directory=$data/schemas" ;;
  esac
}

connect() { # DIRECTORY CLASSPATH
  # Once there are no more records the worker looks at its tasks only when offsets are to be flushed, by default each
  # minute: until then Iceberg's task hears of no commit.
  cat >"$1/worker.properties" <<TEXT
bootstrap.servers=$bootstrap
key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
offset.storage.file.filename=$1/offsets
listeners=http://127.0.0.1:29080
consumer.auto.offset.reset=earliest
offset.flush.interval.ms=$commit_ms
plugin.discovery=service_load
TEXT
  # shellcheck disable=SC2086
  exec java "-Xmx$sink_heap" -XX:+UseG1GC ${SINK_OPTS:-} -Duser.timezone=UTC -Dlog4j2.level=warn -cp "$2" \
    org.apache.kafka.connect.cli.ConnectStandalone "$1/worker.properties" "$1/connector.properties"
}

sluice() { # DIRECTORY
  {
    cat <<TEXT
name=sink-$(basename "$1")
connector.class=io.sluice.connector.HdfsSinkConnector
topics=$topic
tasks.max=1
store.url=$store
topics.dir=/$(basename "$1")
flush.size=1000000
rotate.interval.ms=$commit_ms
TEXT
    sink_settings
  } >"$1/connector.properties"
  connect "$1" "$SLUICE_CLASSPATH"
}

iceberg() { # DIRECTORY
  [ "$format" = json ] || { echo "Iceberg's sink is measured with json only" >&2; exit 2; }
  cat >"$1/connector.properties" <<TEXT
name=sink-$(basename "$1")
connector.class=org.apache.iceberg.connect.IcebergSinkConnector
topics=$topic
tasks.max=1
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=false
iceberg.catalog.type=hadoop
iceberg.catalog.warehouse=$store/$(basename "$1")
iceberg.tables=bench.flights
iceberg.tables.auto-create-enabled=true
iceberg.tables.evolve-schema-enabled=true
iceberg.tables.auto-create-props.write.parquet.compression-codec=snappy
iceberg.control.topic=control-$(basename "$1")
iceberg.control.commit.interval-ms=$commit_ms
TEXT
  connect "$1" "$(contestant_classpath iceberg)"
}

spark() { # DIRECTORY
  local opens
  opens=$(printf -- '--add-opens=java.base/%s=ALL-UNNAMED ' java.lang java.lang.invoke java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action)
  # shellcheck disable=SC2086
  exec java "-Xmx$sink_heap" -XX:+UseG1GC ${SINK_OPTS:-} $opens -Duser.timezone=UTC -Dlog4j2.level=warn \
    -cp "$data/spark-classes:$(contestant_classpath spark)" SparkSink "$bootstrap" "$topic" "$format" "$data/schemas" \
    "$store/$(basename "$1")/table" "$store/$(basename "$1")/checkpoint"
}

by_threads() { # PID: CPU seconds of each kind of thread
  for task in /proc/"$1"/task/*; do
    awk -v hz="$(getconf CLK_TCK)" '{
      name = $0; sub(/^[0-9]+ \(/, "", name); sub(/\).*/, "", name); sub(/[ -]?[#0-9-]+$/, "", name)
      sub(/.*\) /, ""); print ($12 + $13) / hz, name }' "$task/stat" 2>/dev/null || true # it has ended
  done | awk '{ t = $1; $1 = ""; sum[$0] += t } END { for (n in sum) if (sum[n] > 0.1) printf "  %6.2f cpu-s %s\n", sum[n], n }' | sort -rn
}

results=$data/results.txt
: >"$results"
contest() { # NAME RUN
  local dir=$data/$1-$2 pid start end cpu rss answer
  mkdir -p "$dir"
  start=$(date +%s.%N)
  "$1" "$dir" >"$dir/log" 2>&1 &
  pid=$!
  echo "await $1 /$1-$2 $records" >&"${hdfs[1]}"
  until read -r -t 0.1 answer <&"${hdfs[0]}"; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$dir/log" >&2; echo "$1 ended" >&2; exit 1; }
  done
  end=$(date +%s.%N)
  cpu=$(awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hz }' "/proc/$pid/stat")
  rss=$(awk '/VmHWM/ { printf "%.0f", $2 / 1000 }' "/proc/$pid/status")
  [ -z "$threads" ] || by_threads "$pid"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  awk -v n="$1" -v r="$records" -v s="$start" -v e="$end" -v c="$cpu" -v m="$rss" -v f="$format" -v b="${answer#* }" 'BEGIN {
    printf "%-10s %-8s %9.0f records/s %9.0f records/cpu-s %6.2f cpu-s/million %6.0f MB %6.1f MB of Parquet\n",
      n, f, r / (e - s), r / c, c * 1e6 / r, m, b / 1e6 }' | tee -a "$results"
  ask_hdfs delete "/$1-$2" >/dev/null
  rm -rf "$dir"
}

for ((run = 1; run <= runs; run++)); do
  if [ -n "$floor" ]; then
    sink_settings >"$data/settings.properties"
    for part in decode write; do
      java "-Xmx$sink_heap" -XX:+UseG1GC -Dlog4j2.level=warn -cp "$home/benchmarks/target/classes:$SLUICE_CLASSPATH" io.sluice.benchmarks.SinkFloor "$part" \
        "$format" "$records" "$lines" "$data/schemas" "$data/settings.properties"
    done
  fi
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
