#!/usr/bin/env bash
# Runs AtlasProx on this machine with embedded Spark: no Spark installation, no cluster.
#
#   submit/local.sh correct --input cells.parquet --embedding X_pca --batch donor --output corrected
#
# Builds the jar first where it is missing or older than the sources, and keeps the classes of a small run in an archive, by which later
# commands start in half the time. Java 17 to 21: that of JAVA_HOME, or else the one on the PATH. ATLASPROX_HEAP sets the Java heap: 8g, 1500m, or
# a bare number of gigabytes (default: a half of the memory); ATLASPROX_JAVA_OPTIONS any other option of java.
set -euo pipefail
# shellcheck source=submit/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
archive="$home/target/atlasprox.jsa"
least_heap=512

# heap_option SIZE: sets the option of java, if Spark and this machine can do with it.
heap_option() {
    local mebibytes said remedy="say ATLASPROX_HEAP=8g, or 1500m, or a bare number of gigabytes"
    [[ "$1" =~ ^[0-9]{1,3}$ || "$1" =~ ^[0-9]{1,9}[kKmMgGtT]([iI]?[bB])?$ ]] || refuse "ATLASPROX_HEAP=$1 is no size of a heap; $remedy"
    mebibytes=$((10#${1%%[!0-9]*}))
    case ${1#"${1%%[!0-9]*}"} in
        [kK]*) mebibytes=$((mebibytes / 1024)) ;;
        [mM]*) ;;
        [tT]*) mebibytes=$((mebibytes * 1024 * 1024)) ;;
        *) mebibytes=$((mebibytes * 1024)) ;;
    esac
    [[ "$mebibytes" -ge "$least_heap" ]] || refuse "ATLASPROX_HEAP=$1 is less than the ${least_heap}m that Spark needs; $remedy"
    heap="-Xmx${mebibytes}m"
    said=$("$java" "$heap" -version 2>&1) || refuse "there is no room for ATLASPROX_HEAP=$1 (${said##*$'\n'}); $remedy"
}

require_java
allow_any_name
if [[ ! -f "$jar" || ! -f "$home/target/spark.classpath" || -n $(find "$home"/src/main/{java,resources,resources-filtered} "$home/pom.xml" -newer "$jar" -print -quit) ]]; then
    build
fi

heap=-XX:MaxRAMPercentage=50
[[ -z "${ATLASPROX_HEAP:-}" ]] || heap_option "$ATLASPROX_HEAP"
# The heap grows only where collecting garbage takes a fifth of the time: so what is resident does not grow with the cells.
run=("$java" @"$home/submit/jvm.options" -XX:GCTimeRatio=4 -Xlog:disable -Xlog:all=error:stderr -Dlog4j2.configurationFile="$home/conf/log4j2.properties" -cp "$jar:$(<"$home/target/spark.classpath")")

# What the JVM's second compiler leaves alone; without the second option the JVM tells standard output that it has read that.
compiling=(-XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput -XX:CompilerDirectivesFile="$home/target/compile.json")

# A program that starts slower is no reason to fail.
keep_classes() {
    echo "keeping classes in $archive" >&2
    local trial
    trial=$(mktemp -d)
    "${run[@]}" -XX:ArchiveClassesAtExit="$trial/classes.jsa" atlasprox.cli.Main correct --input "$home/data-samples/three_batches.parquet" \
        --embedding X_pca --batch batch --output "$trial/corrected" > /dev/null 2>&1 && mv "$trial/classes.jsa" "$archive" || true
    rm -rf "$trial"
    cp "$home/submit/compile.json" "$home/target" && "$java" "${compiling[@]}" -version > /dev/null 2>&1 || rm -f "$home/target/compile.json"
}
[[ "$archive" -nt "$jar" || ! -w "$home/target" ]] || keep_classes
[[ -f "$home/target/compile.json" ]] || compiling=()

# shellcheck disable=SC2086  # several options in one variable
exec "${run[@]}" ${compiling[@]+"${compiling[@]}"} -XX:SharedArchiveFile="$archive" "$heap" ${ATLASPROX_JAVA_OPTIONS:-} atlasprox.cli.Main "$@"
