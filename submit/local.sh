#!/usr/bin/env bash
# Runs AtlasProx on this machine with embedded Spark: no Spark installation, no cluster.
#
#   submit/local.sh correct --input cells.parquet --embedding X_pca --batch donor --output corrected
#
# Builds the jar first where it is missing or older than the sources, and keeps the classes of a small run in an archive, by which later
# commands start in half the time. ATLASPROX_HEAP sets the Java heap (default: a half of the memory), ATLASPROX_JAVA_OPTIONS any other
# option of java.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar="$home/target/atlasprox.jar"
archive="$home/target/atlasprox.jsa"

if [[ ! -f "$jar" || ! -f "$home/target/spark.classpath" || -n $(find "$home"/src/main/{java,resources,resources-filtered} "$home/pom.xml" -newer "$jar" -print -quit) ]]; then
    echo "building $jar" >&2
    (cd "$home" && mvn -q -B -DskipTests -Dspotless.check.skip package) >&2
fi

heap=(-XX:MaxRAMPercentage=50)
[[ -n "${ATLASPROX_HEAP:-}" ]] && heap=("-Xmx$ATLASPROX_HEAP")
# The heap grows only where collecting garbage takes a fifth of the time: so what is resident does not grow with the cells.
java=(java @"$home/submit/jvm.options" -XX:GCTimeRatio=4 -Xlog:disable -Xlog:all=error:stderr -Dlog4j2.configurationFile="$home/conf/log4j2.properties" -cp "$jar:$(<"$home/target/spark.classpath")")

# What the JVM's second compiler leaves alone; without the second option the JVM tells standard output that it has read that.
compiling=(-XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput -XX:CompilerDirectivesFile="$home/target/compile.json")

# A program that starts slower is no reason to fail.
keep_classes() {
    echo "keeping classes in $archive" >&2
    local trial
    trial=$(mktemp -d)
    "${java[@]}" -XX:ArchiveClassesAtExit="$trial/classes.jsa" atlasprox.cli.Main correct --input "$home/data-samples/three_batches.parquet" \
        --embedding X_pca --batch batch --output "$trial/corrected" > /dev/null 2>&1 && mv "$trial/classes.jsa" "$archive" || true
    rm -rf "$trial"
    cp "$home/submit/compile.json" "$home/target" && java "${compiling[@]}" -version > /dev/null 2>&1 || rm -f "$home/target/compile.json"
}
[[ "$archive" -nt "$jar" || ! -w "$home/target" ]] || keep_classes
[[ -f "$home/target/compile.json" ]] || compiling=()

# shellcheck disable=SC2086  # several options in one variable
exec "${java[@]}" "${compiling[@]}" -XX:SharedArchiveFile="$archive" "${heap[@]}" ${ATLASPROX_JAVA_OPTIONS:-} atlasprox.cli.Main "$@"
