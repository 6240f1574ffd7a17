#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Records per second into the Sluice broker and into Apache Kafka, by Apache Kafka's own kafka-producer-perf-test, on
# this machine, in turns. Prints each run, the medians and their ratio.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/broker-produce.sh [options]

  --records N      records a run                         (1000000)
  --size BYTES     bytes a record                        (1024)
  --partitions N   partitions of the topic               (6)
  --runs N         runs of each broker, in turns         (3)
  --heap SIZE      -Xms and -Xmx of both brokers         (1g)
  --data DIR       where both brokers write              (benchmarks/target/broker-produce)
  --producer K=V   a producer setting; may be repeated   (acks=all)
  --fsync          a third contestant: Apache Kafka with log.flush.interval.messages=1, which waits for the disk
                   before it acknowledges, as Sluice does by default and Apache Kafka does not

The brokers' own output goes to DIR/*.log.
TEXT
}

records=1000000 size=1024 partitions=6 runs=3 heap=1g fsync=no
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$home/benchmarks/target/broker-produce
producer=(acks=all)
while [ $# -gt 0 ]; do
  case $1 in
    --records) records=$2; shift ;;
    --size) size=$2; shift ;;
    --partitions) partitions=$2; shift ;;
    --runs) runs=$2; shift ;;
    --heap) heap=$2; shift ;;
    --data) data=$2; shift ;;
    --producer) producer+=("$2"); shift ;;
    --fsync) fsync=yes ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

sluice_port=29192
kafka_port=29292
controller_port=29293
kafka_cp=$home/integration-tests/kafka/target/peer.classpath
sluice_cp=$home/benchmarks/target/sluice.classpath

if [ ! -f "$kafka_cp" ] || [ ! -f "$sluice_cp" ]; then
  echo "building both brokers' class paths (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Ppeers -Dquick -pl integration-tests/kafka,benchmarks -am package)
fi

mkdir -p "$data"
broker_pid=

stop_broker() {
  if [ -n "$broker_pid" ]; then
    kill "$broker_pid" 2>/dev/null || true
    wait "$broker_pid" 2>/dev/null || true
    broker_pid=
  fi
}
trap stop_broker EXIT
trap 'exit 130' INT TERM

broker_java() { # LOG CLASSPATH-FILE MAIN ARGS…
  local log=$1 cp=$2
  shift 2
  java "-Xms$heap" "-Xmx$heap" -XX:+UseG1GC -Dlog4j2.level=warn -cp "$(cat "$cp")" "$@" >>"$log" 2>&1 &
  broker_pid=$!
}

kafka_tool() {
  java -Xmx256m -Dlog4j2.level=error -cp "$(cat "$kafka_cp")" "$@"
}

await_port() { # PORT NAME
  for _ in $(seq 600); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    kill -0 "$broker_pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "$2 did not start; see $data/$2.log" >&2
  exit 1
}

start_sluice() {
  rm -rf "$data/sluice"
  cat >"$data/sluice.properties" <<TEXT
listeners=PLAINTEXT://127.0.0.1:$sluice_port
log.dirs=$data/sluice
TEXT
  broker_java "$data/sluice.log" "$sluice_cp" io.sluice.broker.BrokerMain "$data/sluice.properties"
  await_port $sluice_port sluice
}

start_kafka() { # NAME SETTINGS…
  local name=$1
  shift
  rm -rf "$data/$name"
  cat >"$data/$name.properties" <<TEXT
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:$kafka_port,CONTROLLER://127.0.0.1:$controller_port
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:$controller_port
log.dirs=$data/$name
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
$(printf '%s\n' "$@")
TEXT
  kafka_tool kafka.tools.StorageTool format -t c2x1aWNlLWJlbmNobWFyaw -c "$data/$name.properties" >>"$data/$name.log"
  broker_java "$data/$name.log" "$kafka_cp" kafka.Kafka "$data/$name.properties"
  await_port $kafka_port "$name"
}

measure() { # NAME PORT: prints the tool's last line behind the machine's load, keeps records/s
  local bootstrap=127.0.0.1:$2 line load
  kafka_tool org.apache.kafka.tools.TopicCommand --bootstrap-server "$bootstrap" --create --topic bench \
    --partitions "$partitions" --replication-factor 1 >/dev/null
  load=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo '?')
  line=$(java -Xms512m -Xmx512m -Dlog4j2.level=error -cp "$(cat "$kafka_cp")" \
    org.apache.kafka.tools.ProducerPerformance --bootstrap-server "$bootstrap" --topic bench \
    --num-records "$records" --warmup-records $((records / 10)) --record-size "$size" --throughput -1 \
    --command-property "${producer[@]}" | grep 'records sent' | tail -1)
  printf '%-12s load %s: %s\n' "$1" "$load" "$line"
  sed -E 's|.*, ([0-9.]+) records/sec.*|\1|' <<<"$line" >>"$data/$1.rates"
}

median() {
  sort -n "$data/$1.rates" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

rm -f "$data"/*.rates "$data"/*.log
echo "$records records of $size bytes, $partitions partitions, producer: ${producer[*]}, $(nproc) cores, $(date -u +%F)"
for _ in $(seq "$runs"); do
  start_sluice
  measure sluice $sluice_port
  stop_broker
  start_kafka kafka
  measure kafka $kafka_port
  stop_broker
  if [ $fsync = yes ]; then
    start_kafka kafka-fsync log.flush.interval.messages=1
    measure kafka-fsync $kafka_port
    stop_broker
  fi
done

ours=$(median sluice)
for peer in kafka kafka-fsync; do
  if [ -f "$data/$peer.rates" ]; then
    awk -v name=$peer -v a="$ours" -v b="$(median $peer)" -v size="$size" 'BEGIN {
      printf "median: sluice %.0f records/s (%.1f MiB/s), %s %.0f records/s (%.1f MiB/s): ratio %.2f\n",
        a, a * size / 1048576, name, b, b * size / 1048576, a / b }'
  fi
done
