#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Merges the same files by Sluice and by others, in turns, and prints each run and the medians: seconds, CPU seconds of
# the whole process, MB/s of input.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/compact.sh [options]

  --files N        files to merge                          (200)
  --rows N         rows a file                             (150000: 7 MB)
  --codec NAME     SNAPPY, ZSTD, GZIP or UNCOMPRESSED      (SNAPPY)
  --runs N         runs of each contestant, in turns       (5)
  --heap SIZE      -Xmx of each                            (1g)
  --data DIR       where files are made and merged         (benchmarks/target/compact)
  --with NAMES     contestants, by commas                  (cp,rewriter,sluice,sluice-unverified)
                   cp                  the bytes, and fsync
                   append              parquet-java's ParquetFileWriter.appendFile: row groups stay small
                   rewriter            parquet-java's ParquetRewriter: row groups stay small
                   sluice              compact, every value compared with the inputs before the swap
                   sluice-unverified   compact --verify=none
                   spark               Spark's coalesce to two files (builds the peer's class path once)

The figures of a machine that does something else besides are worth nothing.
TEXT
}

files=200 rows=150000 codec=SNAPPY runs=5 heap=1g with=cp,rewriter,sluice,sluice-unverified
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$home/benchmarks/target/compact
while [ $# -gt 0 ]; do
  case $1 in
    --files) files=$2; shift ;;
    --rows) rows=$2; shift ;;
    --codec) codec=$2; shift ;;
    --runs) runs=$2; shift ;;
    --heap) heap=$2; shift ;;
    --data) data=$2; shift ;;
    --with) with=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

dependencies=${SLUICE_CLASSPATH_FILE:-$home/benchmarks/target/sluice.classpath}
classes=${SLUICE_CLASSES:-$home/benchmarks/target/classes}
spark_cp=$home/integration-tests/spark/target/peer.classpath
if [ ! -f "$dependencies" ] || [ ! -d "$classes" ]; then
  echo "building Sluice (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Dquick -pl benchmarks -am package)
fi
if [[ ,$with, == *,spark,* ]] && [ ! -f "$spark_cp" ]; then
  echo "building Spark's class path (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Ppeers -Dquick -pl integration-tests/spark -am package)
fi
cp=$classes:$(cat "$dependencies")

made=$data/files-$files-$rows-$codec
if [ ! -d "$made" ]; then
  echo "making $files files of $rows rows" >&2
  rm -rf "$made.part"
  java -Xmx"$heap" -cp "$cp" io.sluice.benchmarks.compact.FlightFiles "$made.part" "$files" "$rows" "$codec"
  mv "$made.part" "$made"
fi

results=$data/results.txt
: > "$results"
contest() {
  rm -rf "$data/in" "$data/out"
  # Links: a merge removes names and changes no file.
  mkdir -p "$data/in"
  ln "$made"/*.parquet "$data/in/"
  if [ "$1" = spark ]; then
    java -Xmx2g $(sed 's/^/--add-opens=java.base\//; s/$/=ALL-UNNAMED/' <<'TEXT'
java.lang
java.lang.invoke
java.io
java.net
java.nio
java.util
java.util.concurrent
sun.nio.ch
sun.security.action
TEXT
    ) -cp "$(cat "$spark_cp")" "$home/benchmarks/compact/SparkCoalesce.java" "$data/in" "$data/out" 2 "$(nproc)" \
      2> "$data/spark.log"
  else
    java -Xmx"$heap" -cp "$cp" io.sluice.benchmarks.compact.CompactContestant "$1" "$data/in" "$data/out" \
      2> "$data/$1.log"
  fi | grep 'cpu-s' | tee -a "$results"
  rm -rf "$data/in" "$data/out"
}

for ((run = 1; run <= runs; run++)); do
  for contestant in ${with//,/ }; do
    contest "$contestant"
  done
done

echo
echo "medians of $runs"
for name in $(awk '{print $1}' "$results" | sort -u); do
  for column in 2 4; do
    awk -v n="$name" -v c="$column" '$1 == n {print $c}' "$results" | sort -n \
      | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
  done | paste -sd' ' | awk -v n="$name" '{printf "%-18s %7.2f s %7.2f cpu-s\n", n, $1, $2}'
done
