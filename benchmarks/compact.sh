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
  --rows N         rows a file                             (150000: 11 MB)
  --columns N      files of so many columns instead of flights
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
                   iceberg             Iceberg's rewriteDataFiles on Spark (downloads its jar once)
  --keep           leave what Sluice and Spark made, and let Spark plan and scan it beside the files as they were

The figures of a machine that does something else besides are worth nothing.
TEXT
}

files=200 rows=150000 codec=SNAPPY runs=5 heap=1g with=cp,rewriter,sluice,sluice-unverified columns='' keep=''
iceberg=org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.12.0
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
    --columns) columns=$2; shift ;;
    --keep) keep=yes ;;
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
if [[ ,$with, =~ ,(spark|iceberg), ]] && [ ! -f "$spark_cp" ]; then
  echo "building Spark's class path (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Ppeers -Dquick -pl integration-tests/spark -am package)
fi
cp=$classes:$(cat "$dependencies")
if [[ ,$with, == *,iceberg,* ]] && [ -z "$(ls "$data"/lib/iceberg-*.jar 2>/dev/null)" ]; then
  echo "downloading $iceberg (once)" >&2
  (cd "$home" && mvn -B -ntp -q -N dependency:copy -Dartifact="$iceberg" -DoutputDirectory="$data/lib")
fi

made=$data/files-$files-$rows-${columns:-$codec}
if [ ! -d "$made" ]; then
  echo "making $files files of $rows rows" >&2
  rm -rf "$made.part"
  if [ -n "$columns" ]; then
    java -Xmx"$heap" -cp "$cp" io.sluice.benchmarks.compact.WideFiles "$made.part" "$files" "$rows" "$columns"
  else
    java -Xmx"$heap" -cp "$cp" io.sluice.benchmarks.compact.FlightFiles "$made.part" "$files" "$rows" "$codec"
  fi
  mv "$made.part" "$made"
fi

results=$data/results.txt
: > "$results"
on_spark() {
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
  ) -cp "$(cat "$spark_cp")$(printf ':%s' "$data"/lib/*.jar)" "$home/benchmarks/compact/$1.java" "${@:2}" 2> "$data/spark.log"
}

contest() {
  rm -rf "$data/in" "$data/out"
  # Links: a merge removes names and changes no file.
  mkdir -p "$data/in"
  find "$made" -name '*.parquet' -print0 | xargs -0 ln -t "$data/in/"
  case $1 in
    spark) on_spark SparkCoalesce "$data/in" "$data/out" 2 "$(nproc)" ;;
    iceberg) on_spark IcebergRewrite "$data/in" "$data/out" "$(nproc)" ;;
    *) java -Xmx"$heap" -cp "$cp" io.sluice.benchmarks.compact.CompactContestant "$1" "$data/in" "$data/out" \
      2> "$data/$1.log" ;;
  esac | grep 'cpu-s' | tee -a "$results"
  if [ -n "$keep" ] && [ "$1" = sluice ]; then
    rm -rf "$data/by-sluice" && mv "$data/in" "$data/by-sluice"
  elif [ -n "$keep" ] && [ "$1" = spark ]; then
    rm -rf "$data/by-spark" && mv "$data/out" "$data/by-spark"
  fi
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

if [ -n "$keep" ]; then
  echo
  echo "Spark reads"
  on_spark SparkScan "$(nproc)" 5 "$made" "$data/by-sluice" "$data/by-spark"
fi
