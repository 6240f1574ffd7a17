#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Merges the same files by Sluice and by others, in turns, and prints each run and the medians: seconds, CPU seconds of
# the whole process, MB/s and files/s of input, and the peaks of the parts of the heap, added up.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/compact.sh [options]

  --files N        files to merge                          (200)
  --rows N         rows a file                             (150000: 11 MB)
  --kind NAME      what is in the files                    (flights)
                   flights   by parquet-java's writer
                   sink      the same by our connector's, with its defaults
                   narrow    numbers and times, PLAIN: those of all files but the last have to be made wider
  --columns N      files of so many columns instead
  --codec NAME     of flights: SNAPPY, ZSTD, GZIP or UNCOMPRESSED   (SNAPPY)
  --target N       bytes that merged files should have     (1073741824)
  --hdfs           merge in an HDFS of its own process: sluice and sluice-unverified only, and cp beside them on the disk
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
  --make           only make the files

SLUICE_OPTS are further arguments of the JVMs of all but Spark.

The figures of a machine that does something else besides are worth nothing.
TEXT
}

files=200 rows=150000 codec=SNAPPY runs=5 heap=1g with=cp,rewriter,sluice,sluice-unverified columns='' keep='' kind=flights hdfs='' make=''
target=$((1 << 30))
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
    --kind) kind=$2; shift ;;
    --target) target=$2; shift ;;
    --hdfs) hdfs=yes ;;
    --make) make=yes ;;
    --keep) keep=yes ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

dependencies=${SLUICE_CLASSPATH_FILE:-$home/benchmarks/target/sluice.classpath}
jar=${SLUICE_JAR:-$(find "$home/benchmarks/target" -name 'sluice-benchmarks-*.jar' 2> /dev/null | head -n 1)}
spark_cp=$home/integration-tests/spark/target/peer.classpath
if [ ! -f "$dependencies" ] || [ ! -f "$jar" ]; then
  echo "building Sluice (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Dquick -pl benchmarks -am package)
  jar=$(find "$home/benchmarks/target" -name 'sluice-benchmarks-*.jar')
fi
if [[ ,$with, =~ ,(spark|iceberg), ]] && [ ! -f "$spark_cp" ]; then
  echo "building Spark's class path (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Ppeers -Dquick -pl integration-tests/spark -am package)
fi
cp=$jar:$(cat "$dependencies")
if [[ ,$with, == *,iceberg,* ]] && [ -z "$(ls "$data"/lib/iceberg-*.jar 2>/dev/null)" ]; then
  echo "downloading $iceberg (once)" >&2
  (cd "$home" && mvn -B -ntp -q -N dependency:copy -Dartifact="$iceberg" -DoutputDirectory="$data/lib")
fi

[ "$kind" = flights ] && contents=$codec || contents=$kind
made=$data/files-$files-$rows-${columns:-$contents}
if [ ! -d "$made" ]; then
  echo "making $files files of $rows rows" >&2
  rm -rf "$made.part"
  maker() { java -Xmx3g -Dlog4j2.level=error -cp "$cp" "io.sluice.benchmarks.compact.$1" "$made.part" "$files" "$rows" "${@:2}"; }
  if [ -n "$columns" ]; then
    maker WideFiles "$columns"
  else
    case $kind in
      flights) maker FlightFiles "$codec" ;;
      sink) maker SinkFiles ;;
      narrow) maker NarrowFiles ;;
      *) echo "no such kind of files: $kind" >&2; exit 2 ;;
    esac
  fi
  mv "$made.part" "$made"
fi

[ -z "$make" ] || exit 0

if [ -n "$hdfs" ]; then
  rm -rf "$data/hdfs"
  coproc server { exec java -Xmx1g -Dlog4j2.level=error -cp "$cp" io.sluice.benchmarks.SinkHdfs "$data/hdfs" 2> "$data/hdfs.log"; }
  # shellcheck disable=SC2154
  read -r store <&"${server[0]}" || { cat "$data/hdfs.log" >&2; exit 1; }
  ask_hdfs() { # COMMAND…
    echo "$*" >&"${server[1]}"
    read -r _ <&"${server[0]}" || { tail -n 20 "$data/hdfs.log" >&2; exit 1; }
  }
  # shellcheck disable=SC2154
  trap 'kill "$server_PID"; rm -rf "$data/hdfs"' EXIT
fi

results=$data/results.txt
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

contestant() { # NAME DIRECTORY OPTION…
  # shellcheck disable=SC2086
  java -Xmx"$heap" "${@:3}" ${SLUICE_OPTS:-} -cp "$cp" io.sluice.benchmarks.compact.CompactContestant "$1" "$2" "$data/out" \
    "$target" 2> "$data/$1.log"
}

fill() { # DIRECTORY: with links, as a merge removes names and changes no file
  rm -rf "$1" "$data/out"
  mkdir -p "$1"
  find "$made" -name '*.parquet' -print0 | xargs -0 ln -t "$1/"
}

contest() { # NAME [OPTION…]: options of Sluice's JVM
  rm -rf "$data/in" "$data/out"
  local in=$data/in
  if [ -n "$hdfs" ] && [ "$1" != cp ]; then
    ask_hdfs put "$made" /in
    in=$store/in
  else
    fill "$in"
  fi
  case $1 in
    spark) on_spark SparkCoalesce "$data/in" "$data/out" 2 "$(nproc)" ;;
    iceberg) on_spark IcebergRewrite "$data/in" "$data/out" "$(nproc)" ;;
    sluice*) contestant "$1" "$in" "${as_launched[@]}" "${@:2}" ;;
    *) contestant "$1" "$in" ;;
  esac | grep 'cpu-s' | tee -a "$results"
  if [ -n "$keep" ] && [ "$1" = sluice ]; then
    rm -rf "$data/by-sluice" && mv "$data/in" "$data/by-sluice"
  elif [ -n "$keep" ] && [ "$1" = spark ]; then
    rm -rf "$data/by-spark" && mv "$data/out" "$data/by-spark"
  fi
  rm -rf "$data/in" "$data/out"
  if [ -n "$hdfs" ] && [ "$1" != cp ]; then
    ask_hdfs delete /in
  fi
}

# As bin/sluice does: C2 for the loops only, and the archive of classes that a first run leaves.
as_launched=(-XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput "-XX:CompilerDirectivesFile=$home/bin/compact-jit.json"
  -Xlog:cds=off -Xlog:cds+dynamic=off)
archive=$data/sluice${hdfs:+-hdfs}.jsa
if [[ ,$with, == *,sluice* ]] && [ ! "$archive" -nt "$jar" ]; then
  contest sluice -XX:ArchiveClassesAtExit="$archive" > /dev/null
fi

: > "$results"
for ((run = 1; run <= runs; run++)); do
  for contestant in ${with//,/ }; do
    contest "$contestant" -XX:SharedArchiveFile="$archive"
  done
done

echo
echo "medians of $runs"
for name in $(awk '{print $1}' "$results" | sort -u); do
  for column in 2 4 8 10 12 14 26; do
    awk -v n="$name" -v c="$column" '$1 == n {print NF < c ? "-" : $c}' "$results" | sort -n \
      | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
  done | paste -sd' ' | awk -v n="$name" '{
    printf "%-18s %7.2f s %7.2f cpu-s", n, $1, $2
    if ($3 != "-") printf " %7.1f MB/s %7.1f MB/cpu-s %7.0f files/s %7.0f files/cpu-s %4d MB heap", $3, $4, $5, $6, $7
    print "" }'
done

if [ -n "$keep" ]; then
  echo
  echo "Spark reads"
  on_spark SparkScan "$(nproc)" 5 "$made" "$data/by-sluice" "$data/by-spark"
fi
