#!/usr/bin/env bash
# Runs AtlasProx by spark-submit: on this machine, or on a cluster that it knows.
#
#   submit/spark-submit.sh --master yarn --deploy-mode cluster -- correct --input hdfs:///cells --embedding X_pca --batch donor --output hdfs:///corrected
#
# What stands before -- goes to spark-submit, what stands after it to the program. spark-submit is $SPARK_HOME/bin/spark-submit, or else the
# one on the PATH; it must be Spark 4.0.1 to 4.3 with Java 17 to 21. Builds the jar first where it is missing.
set -euo pipefail
# shellcheck source=submit/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

options=()
while [[ $# -gt 0 && "$1" != -- ]]; do
    options+=("$1")
    shift
done
if [[ $# -lt 2 ]]; then
    sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
shift

submit=${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit
command -v "$submit" >/dev/null || refuse "there is no $submit: set SPARK_HOME to an installation of Spark 4.0.1 to 4.3, or pip install pyspark"
require_java
allow_any_name
[[ -f "$jar" ]] || build
exec "$submit" --class atlasprox.cli.Main --conf "spark.driver.extraJavaOptions=-Djava.awt.headless=true" ${options[@]+"${options[@]}"} "$jar" "$@"
