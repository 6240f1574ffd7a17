#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What it costs to make a row of a record, per format, beside the plain library that does the same: JMH, one run.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/decode.sh [options]

  --with REGEX     benchmarks to run                     (decode\..*)
  --forks N        JVMs of each                          (5)
  --seconds N      of each of 3 warm-ups and 5 measures  (1)
  --list           name the benchmarks
  --alternate      instead: 1 and 500 versions in turns, by rounds that alternate in one JVM

Prints ns and bytes allocated a record, and for each class the ratio of its contestants to Sluice.
The figures of a machine that does something else besides are worth nothing.
TEXT
}

with='decode\..*' forks=5 seconds=1 list= alternate=
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
while [ $# -gt 0 ]; do
  case $1 in
    --with) with=$2; shift ;;
    --forks) forks=$2; shift ;;
    --seconds) seconds=$2; shift ;;
    --list) list=-l ;;
    --alternate) alternate=yes ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

dependencies=$home/benchmarks/target/sluice.classpath
classes=$home/benchmarks/target/classes
if [ ! -f "$dependencies" ] || [ ! -f "$classes/META-INF/BenchmarkList" ]; then
  echo "building Sluice (once)" >&2
  (cd "$home" && mvn -B -ntp -q -Dquick -pl benchmarks -am package)
fi
cp=$classes:$(cat "$dependencies")
if [ -n "$list" ]; then
  java -cp "$cp" org.openjdk.jmh.Main -l "$with"
  exit
fi

if [ -n "$alternate" ]; then
  for format in avro protobuf connect json json-inferred; do
    java -Xmx1g -XX:+UseSerialGC -Xmn600m -cp "$cp" io.sluice.benchmarks.decode.Alternation "$format" 2>/dev/null
  done
  exit
fi

results=$home/benchmarks/target/decode.csv
java -Xmx1g -cp "$cp" org.openjdk.jmh.Main "$with" -f "$forks" -wi 3 -i 5 -w "$seconds" -r "$seconds" \
  -prof gc -rf csv -rff "$results" >&2

# The first of ours in a class is what the others are compared with.
awk '
  { gsub(/["\r]/, ""); n = split($0, f, ",") }
  NR == 1 { for (i = 1; i <= n; i++) column[f[i]] = i; next }
  {
    key = f[1]; name = key; sub(/^.*\.decode\./, "", name); sub(/:.*/, "", name)
    class = name; sub(/\..*/, "", class)
    format = column["Param: format"] ? f[column["Param: format"]] : ""
    if (format != "") {
      class = class " " format
      name = name "(" format ", " f[column["Param: versions"]] ")"
    }
    of[name] = class
    if (key ~ /gc\.alloc\.rate\.norm/) bytes[name] = f[5]
    else if (key !~ /:/) {
      ns[name] = f[5]; error[name] = f[6]; order[++count] = name
      if (!(class in base) && (key ~ /Benchmark\.sluice/ || format != "")) base[class] = f[5]
    }
  }
  END {
    printf "%-48s %10s %6s %13s %6s\n", "", "ns/record", "+-", "bytes/record", "ratio"
    for (i = 1; i <= count; i++) {
      name = order[i]; class = of[name]
      printf "%-48s %10.0f %6.0f %13.0f %6.2f\n", name, ns[name], error[name], bytes[name], ns[name] / base[class]
    }
  }' "$results"
