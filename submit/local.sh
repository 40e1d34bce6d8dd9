#!/usr/bin/env bash
# Runs AtlasProx on this machine with embedded Spark: no Spark installation, no cluster.
#
#   submit/local.sh correct --input cells.parquet --embedding X_pca --batch donor --output corrected
#
# Builds the jar first where it is missing or older than the sources. ATLASPROX_HEAP sets the Java heap (default: a half of
# the memory), ATLASPROX_JAVA_OPTIONS any other option of java.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar="$home/target/atlasprox.jar"

if [[ ! -f "$jar" || ! -f "$home/target/spark.classpath" || -n $(find "$home"/src/main/{java,resources,resources-filtered} "$home/pom.xml" -newer "$jar" -print -quit) ]]; then
    echo "building $jar" >&2
    (cd "$home" && mvn -q -B -DskipTests -Dspotless.check.skip package) >&2
fi

heap=(-XX:MaxRAMPercentage=50)
[[ -n "${ATLASPROX_HEAP:-}" ]] && heap=("-Xmx$ATLASPROX_HEAP")

# shellcheck disable=SC2086  # several options in one variable
exec java @"$home/submit/jvm.options" "${heap[@]}" -Dlog4j2.configurationFile="$home/conf/log4j2.properties" \
    ${ATLASPROX_JAVA_OPTIONS:-} -cp "$jar:$(<"$home/target/spark.classpath")" atlasprox.cli.Main "$@"
