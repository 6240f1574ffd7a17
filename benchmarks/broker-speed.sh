#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The Sluice broker beside Apache Kafka on this machine, in turns, under the same loads: Kafka's own
# kafka-producer-perf-test and kafka-consumer-perf-test, and a load at a fixed rate for latencies. Prints each run, then
# a table of medians in Markdown.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/broker-speed.sh [options]

  --full            every combination of the lists below  (else the first of each)
  --sizes LIST      bytes a record                        (1024 100)
  --partitions LIST partitions of the topic               (4 1 64 1000)
  --acks LIST       acks of the producer                  (all 1)
  --codecs LIST     compression.type of the producer      (none lz4)
  --mb N            megabytes a run                       (1000)
  --runs N          runs of each broker, in turns         (5)
  --brokers LIST    of: sluice, sluice-never (flushes as Kafka does by default), kafka, kafka-fsync
                                                          (sluice sluice-never kafka)
  --warm N          megabytes to each broker before       (300)
  --rates LIST      records a second for the latencies    (20000 60000)
  --seconds N       how long so                           (20)
  --heap SIZE       -Xms and -Xmx of the brokers          (1g)
  --data DIR        where the brokers write               (benchmarks/target/broker-speed)
  --append          add to the figures that are there, for a long run in pieces

The whole matrix takes hours. In parts, each of which adds to the table, say
  for p in 4 1 64 1000; do benchmarks/broker-speed.sh --full --append --partitions $p --sizes 1024 --rates ''; done

Lists are quoted: --sizes '100 1024'. The brokers' own output goes to DIR/*.log, all figures to DIR/figures.
TEXT
}

full=no sizes='1024 100' partitions='4 1 64 1000' acks='all 1' codecs='none lz4'
mb=1000 runs=5 brokers='sluice sluice-never kafka' rates='20000 60000' seconds=20 heap=1g warm=300 append=
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$home/benchmarks/target/broker-speed
# shellcheck source=benchmarks/brokers.sh
. "$home/benchmarks/brokers.sh"
parse_options 'sizes partitions acks codecs mb runs brokers warm rates seconds heap data' 'full append' "$@"
if [ $full = no ]; then
  sizes=${sizes%% *} partitions=${partitions%% *} acks=${acks%% *} codecs=${codecs%% *}
fi
prepare_brokers

note() { # NAME CELL FIGURE VALUE
  printf '%s\t%s\t%s\t%s\n' "$@" >>"$data/figures"
}

# One load on the broker that runs, to a topic of its own.
cell() { # NAME SIZE PARTITIONS ACKS CODEC
  local name=$1 size=$2 parts=$3 ack=$4 codec=$5 cell="$2 B x $3, acks=$4, $5" topic=bench-$((++topics))
  local records=$((mb * 1000000 / size)) line cpu0 cpu1 cpu2 all0 all1 load
  kafka_tool org.apache.kafka.tools.TopicCommand --bootstrap-server "$bootstrap" --create --topic $topic \
    --partitions "$parts" --replication-factor 1 >/dev/null
  sleep 2
  load=$(cut -d' ' -f1 /proc/loadavg)
  all0=$(machine_cpu)
  cpu0=$(broker_cpu)
  line=$(produce "$records" "$size" $topic "$ack" "$codec")
  cpu1=$(broker_cpu)
  all1=$(machine_cpu)
  note "$name" "$cell" 'produce, records/s' "$(sed -E 's|.*, ([0-9.]+) records/sec.*|\1|' <<<"$line")"
  note "$name" "$cell" 'produce, p99 ms' "$(sed -E 's|.*, ([0-9]+) ms 99th.*|\1|' <<<"$line")"
  printf '%-12s %s, load %s: %s\n' "$name" "$cell" "$load" "$line" >&2
  line=$(consume "$records" $topic)
  cpu2=$(broker_cpu)
  note "$name" "$cell" 'consume, records/s' "$(awk -F', ' '{ print $10 + 0 ? $10 : $6 }' <<<"$line")"
  printf '%-12s %s: consumed %s\n' "$name" "$cell" "$line" >&2
  note "$name" "$cell" 'broker CPU s per GB in' "$(per_gb "$cpu0" "$cpu1")"
  note "$name" "$cell" 'all CPU s per GB in, with the client' "$(per_gb "$all0" "$all1")"
  note "$name" "$cell" 'broker CPU s per GB out' "$(per_gb "$cpu1" "$cpu2")"
  note "$name" "$cell" 'broker CPU s per GB, both' "$(per_gb "$cpu0" "$cpu2")"
  kafka_tool org.apache.kafka.tools.TopicCommand --bootstrap-server "$bootstrap" --delete --topic $topic >/dev/null
}

produce() { # RECORDS SIZE TOPIC ACKS CODEC
  load_tool org.apache.kafka.tools.ProducerPerformance --bootstrap-server "$bootstrap" --topic "$3" \
    --num-records "$1" --record-size "$2" --throughput -1 --command-property "acks=$4" "compression.type=$5" |
    grep 'records sent' | tail -1
}

consume() { # RECORDS TOPIC
  load_tool org.apache.kafka.tools.ConsumerPerformance --bootstrap-server "$bootstrap" --topic "$2" \
    --num-records "$1" --hide-header --timeout 120000 2>/dev/null | tail -1
}

per_gb() { # CPU-BEFORE CPU-AFTER
  awk -v a="$1" -v b="$2" -v mb="$mb" 'BEGIN { print (b - a) * 1000 / mb }'
}

# Its code compiled, as that of a broker which has been there for a while
warm_up() {
  local records=$((warm * 1000))
  produce "$records" 1000 warm all none >/dev/null
  consume "$records" warm >/dev/null
}

# From send to poll, 1 KiB records at a fixed rate to four partitions
latency() { # NAME RATE
  local name=$1 rate=$2 line cell="1024 B x 4, acks=all, none, $2/s"
  line=$(load_tool io.sluice.benchmarks.EndToEnd "$bootstrap" "$rate" 1024 4 "$seconds")
  printf '%-12s %s\n' "$name" "$line" >&2
  note "$name" "$cell" 'end to end, p50 ms' "$(sed -E 's|.*p50 ([0-9.]+) ms.*|\1|' <<<"$line")"
  note "$name" "$cell" 'end to end, p99 ms' "$(sed -E 's|.*, p99 ([0-9.]+) ms.*|\1|' <<<"$line")"
}

# From an empty directory: start, memory at rest, latency at a fixed rate, then the loads one after another
broker() { # NAME
  local name=$1 rate size parts ack codec
  start_broker "$name"
  note "$name" 'alone' 'start to first record, ms' "$first_ms"
  sleep 5
  note "$name" 'alone' 'idle RSS, MB' "$(broker_rss)"
  printf '%-12s first record after %s ms, at rest %s MB\n' "$name" "$first_ms" "$(broker_rss)" >&2
  warm_up
  for rate in $rates; do
    latency "$name" "$rate"
  done
  for size in $sizes; do for parts in $partitions; do for ack in $acks; do for codec in $codecs; do
    cell "$name" "$size" "$parts" "$ack" "$codec"
  done; done; done; done
  stop_broker
  rm -rf "${data:?}/$name"
}

topics=0
for ((run = 1; run <= runs; run++)); do
  for name in $brokers; do
    broker "$name"
  done
  # Neither always goes first
  brokers=$(tr ' ' '\n' <<<"$brokers" | tac | paste -sd ' ')
done

echo
conditions "$mb MB a run, medians of $runs"
echo
awk -F'\t' -v brokers="$brokers" '
  { key = $2 "\t" $3; if (!(key in seen)) { seen[key] = ++keys; names[keys] = key }
    n[key, $1]++; value[key, $1, n[key, $1]] = $4 + 0 }
  function median(key, name, count, i, j, t) {
    count = n[key, name]
    for (i = 1; i <= count; i++) v[i] = value[key, name, i]
    for (i = 2; i <= count; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return count == 0 ? 0 : count % 2 ? v[(count + 1) / 2] : (v[count / 2] + v[count / 2 + 1]) / 2
  }
  END {
    split(brokers, name, " ")
    printf "| load | figure |"; for (b = 1; b in name; b++) printf " %s |", name[b]; print " sluice / kafka |"
    printf "| --- | --- |"; for (b = 1; b in name; b++) printf " ---: |"; print " ---: |"
    for (k = 1; k <= keys; k++) {
      split(names[k], part, "\t")
      printf "| %s | %s |", part[1], part[2]
      for (b = 1; b in name; b++) printf " %.4g |", median(names[k], name[b])
      kafka = median(names[k], "kafka")
      if (kafka) printf " %.2f |\n", median(names[k], "sluice") / kafka; else print " |"
    }
  }' "$data/figures" | tee "$data/table.md"
