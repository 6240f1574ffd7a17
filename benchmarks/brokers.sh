# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts that measure brokers share: options, class paths, and how brokers start and stop. To be sourced, with
# these set:
#   home  the source tree      data  a directory to write in      heap  of the brokers
# then parse_options and prepare_brokers, or class_paths alone.
#
# SLUICE_CLASSPATH and KAFKA_CLASSPATH, if set, are used instead of what the build leaves behind; BROKER_OPTIONS are more
# options for the brokers' JVMs, say '-XX:StartFlightRecording=filename=/tmp/broker.jfr'.

sluice_port=29192
kafka_port=29292
controller_port=29293
broker_pid=
bootstrap=
first_ms=

# Sets a variable for each option: --kill-mb 100 sets kill_mb. The script has a function usage.
parse_options() { # "OPTIONS WITH A VALUE" "OPTIONS WITHOUT" ARGUMENTS…
  local valued=" $1 " flags=" $2 " option
  shift 2
  while [ $# -gt 0 ]; do
    option=${1#--}
    if [ "$1" = -h ] || [ "$1" = --help ]; then
      usage
      exit 0
    elif [ "$1" != "$option" ] && [[ $flags == *" $option "* ]]; then
      printf -v "${option//-/_}" yes
    elif [ "$1" != "$option" ] && [[ $valued == *" $option "* ]] && [ $# -gt 1 ]; then
      printf -v "${option//-/_}" %s "$2"
      shift
    else
      echo "unknown option, or one without its value: $1" >&2
      usage >&2
      exit 2
    fi
    shift
  done
}

class_paths() {
  if [ -z "${SLUICE_CLASSPATH:-}" ] || [ -z "${KAFKA_CLASSPATH:-}" ]; then
    local kafka_cp_file=$home/integration-tests/kafka/target/peer.classpath
    local sluice_cp_file=$home/benchmarks/target/sluice.classpath
    if [ ! -f "$kafka_cp_file" ] || [ ! -f "$sluice_cp_file" ]; then
      echo "building both brokers' class paths (once)" >&2
      (cd "$home" && mvn -B -ntp -q -Ppeers -Dquick -pl integration-tests/kafka,benchmarks -am package)
    fi
    KAFKA_CLASSPATH=${KAFKA_CLASSPATH:-$(cat "$kafka_cp_file")}
    # Hadoop's mini cluster holds another version of Netty's library for epoll; a broker has no use for it.
    SLUICE_CLASSPATH=${SLUICE_CLASSPATH:-$(tr ':' '\n' <"$sluice_cp_file" |
      grep -v hadoop-client-minicluster | paste -sd ':')}
  fi
}

# Clears data, unless figures are to be added to those that are there.
prepare_brokers() {
  class_paths
  # shellcheck disable=SC2154
  [ -n "$append" ] || rm -rf "$data"
  mkdir -p "$data"
}

# The machine and what was measured, for the head of a table
conditions() { # SETTINGS
  echo "$(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo)," \
    "$(java -version 2>&1 | head -1), heap $heap, $1, $(date -u +%F)"
}

stop_broker() {
  if [ -n "$broker_pid" ]; then
    kill "$broker_pid" 2>/dev/null || true
    wait "$broker_pid" 2>/dev/null || true
    broker_pid=
  fi
}
trap stop_broker EXIT
trap 'exit 130' INT TERM

broker_java() { # LOG CLASSPATH MAIN ARGS…
  local log=$1 cp=$2
  shift 2
  # shellcheck disable=SC2086
  java "-Xms$heap" "-Xmx$heap" -XX:+UseG1GC -Dlog4j2.level=warn ${BROKER_OPTIONS:-} -cp "$cp" "$@" >>"$log" 2>&1 &
  broker_pid=$!
}

kafka_tool() {
  java -Xmx256m -XX:TieredStopAtLevel=1 -Dlog4j2.level=error -cp "$KAFKA_CLASSPATH" "$@"
}

# Kafka's tools, and the loads of this module
load_tool() {
  java -Xms1g -Xmx1g -Dlog4j2.level=error -cp "$KAFKA_CLASSPATH:$SLUICE_CLASSPATH:$home/benchmarks/target/classes" "$@"
}

broker_cpu() { # seconds, of all its threads
  awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hz }' "/proc/$broker_pid/stat"
}

machine_cpu() { # seconds, of all processes and of the kernel
  awk -v hz="$(getconf CLK_TCK)" '/^cpu / { print ($2 + $3 + $4 + $6 + $7 + $8) / hz }' /proc/stat
}

broker_rss() { # MB
  awk '/VmRSS/ { printf "%.0f", $2 / 1000 }' "/proc/$broker_pid/status"
}

# Starts NAME with an empty data directory; sets bootstrap, broker_pid, and first_ms: from the start of the process to
# the first record acknowledged, by a client that waits for it.
start_broker() { # NAME
  rm -rf "${data:?}/$1"
  launch_broker "$1"
}

launch_broker() { # NAME: as start_broker, on the data that there is
  case $1 in
    sluice) launch_sluice "$1" log.flush=group ;;
    sluice-never) launch_sluice "$1" log.flush=never ;;
    kafka) launch_kafka "$1" ;;
    kafka-fsync) launch_kafka "$1" log.flush.interval.messages=1 ;;
    *) echo "unknown broker $1" >&2; exit 2 ;;
  esac
}

# As bin/sluice does: with the archive of classes that the first broker leaves when it stops.
launch_sluice() { # NAME SETTINGS…
  local name=$1 archive=$data/sluice.jsa
  shift
  bootstrap=127.0.0.1:$sluice_port
  if [ ! -s "$archive" ]; then
    run_sluice archived -XX:ArchiveClassesAtExit="$archive"
    stop_broker
    rm -rf "${data:?}/archived"
  fi
  run_sluice "$name" -XX:SharedArchiveFile="$archive" "$@"
}

run_sluice() { # NAME OPTION SETTINGS…
  local name=$1 option=$2
  shift 2
  BROKER_OPTIONS="$option -Xlog:cds=off -Xlog:cds+dynamic=off ${BROKER_OPTIONS:-}" \
    await_first_record "$name" broker_java "$data/$name.log" "$SLUICE_CLASSPATH" io.sluice.broker.BrokerMain \
    "listeners=PLAINTEXT://$bootstrap" "log.dirs=$data/$name" "$@"
}

launch_kafka() { # NAME SETTINGS…
  local name=$1
  shift
  bootstrap=127.0.0.1:$kafka_port
  cat >"$data/$name.properties" <<TEXT
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://$bootstrap,CONTROLLER://127.0.0.1:$controller_port
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:$controller_port
log.dirs=$data/$name
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
$(printf '%s\n' "$@")
TEXT
  if [ ! -d "$data/$name" ]; then
    kafka_tool kafka.tools.StorageTool format -t c2x1aWNlLWJlbmNobWFyaw -c "$data/$name.properties" >>"$data/$name.log"
  fi
  await_first_record "$name" broker_java "$data/$name.log" "$KAFKA_CLASSPATH" kafka.Kafka "$data/$name.properties"
}

# The client is there before the broker, so that its own start does not count.
await_first_record() { # NAME COMMAND…
  local name=$1 begun
  shift
  coproc client { load_tool io.sluice.benchmarks.FirstRecord "$bootstrap"; }
  # shellcheck disable=SC2154
  read -r _ <&"${client[0]}" # it says that it is ready
  begun=$(date +%s%3N)
  "$@"
  read -r first_ms <&"${client[0]}" # when the record was acknowledged
  first_ms=$((first_ms - begun))
  wait "$client_PID" || true
  kill -0 "$broker_pid" 2>/dev/null || { echo "$name did not start; see $data/$name.log" >&2; exit 1; }
}
