#!/usr/bin/env bash
# The sample data corrected four times: with embedded Spark, by spark-submit on this machine, on a standalone cluster of a master and two
# workers in processes of their own, and on that cluster with an executor killed in the middle of the fit. All must agree to the last bit.
#
#   SPARK_HOME=... submit/standalone-test.sh        (or with spark-submit on the PATH: pip install pyspark==4.0.1)
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=${SPARK_HOME:+$SPARK_HOME/bin/}
work=$(mktemp -d)
master_port=${MASTER_PORT:-17077}
started=()

stop() {
    [[ ${#started[@]} -eq 0 ]] || kill "${started[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT

start_cluster() {
    export SPARK_LOCAL_IP=127.0.0.1 SPARK_WORKER_DIR="$work/workers"
    "${bin}spark-class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$master_port" --webui-port 0 >"$work/master.log" 2>&1 &
    started+=($!)
    local worker
    for worker in 1 2; do
        "${bin}spark-class" org.apache.spark.deploy.worker.Worker --cores 1 --memory 1g --webui-port 0 \
            "spark://127.0.0.1:$master_port" >"$work/worker$worker.log" 2>&1 &
        started+=($!)
    done
    local waited
    for waited in $(seq 60); do
        [[ $(grep -c "Registering worker" "$work/master.log") -ge 2 ]] && return
        sleep 1
    done
    echo "the workers did not register after $waited s:" >&2
    tail -n 20 "$work"/*.log >&2
    exit 4
}

# Enough rounds that there is a middle to kill an executor in.
correct=(correct --input "$home/data-samples/three_batches.h5ad" --embedding X_pca --batch batch --rounds 40)
on_cluster=(--master "spark://127.0.0.1:$master_port" --conf spark.executor.memory=512m --conf spark.executor.cores=1
    --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false)

run() {
    local name=$1
    shift
    echo "== $name"
    "$@" --output "$work/$name" >"$work/$name.log" 2>&1 || {
        tail -n 40 "$work/$name.log" >&2
        exit 4
    }
}

fingerprint() {
    "$home/submit/local.sh" inspect --input "$work/$1" --embedding X_pca_corrected --batch batch --json - 2>/dev/null |
        sed -n 's/.*"fingerprint" *: *"\([0-9a-f]*\)".*/\1/p'
}

# Waits for the third round, then kills one executor's JVM.
kill_an_executor() {
    local waited
    for waited in $(seq 600); do
        if grep -q "round 3/" "$work/killed.log" 2>/dev/null; then
            local victim
            victim=$(pgrep -f "CoarseGrainedExecutorBackend.*spark://CoarseGrainedScheduler@127.0.0.1" | head -n 1)
            kill -9 "$victim"
            echo "killed executor process $victim after round 3" >"$work/killed.note"
            return
        fi
        sleep 0.1
    done
    echo "no round 3 was seen in $((waited / 10)) s: nothing was killed" >"$work/killed.note"
}

run embedded "$home/submit/local.sh" "${correct[@]}"
run local2 "$home/submit/spark-submit.sh" --master "local[2]" -- "${correct[@]}"
start_cluster
run standalone "$home/submit/spark-submit.sh" "${on_cluster[@]}" -- "${correct[@]}"
kill_an_executor &
killer=$!
run killed "$home/submit/spark-submit.sh" "${on_cluster[@]}" -- "${correct[@]}"
wait "$killer"
cat "$work/killed.note"
grep -q "^killed" "$work/killed.note"
grep -h -m 2 -E "Lost executor|ExecutorLost|Executor .* (removed|lost)" "$work/killed.log" || true

failed=0
expected=$(fingerprint embedded)
for name in embedded local2 standalone killed; do
    found=$(fingerprint "$name")
    printf '%-12s %s\n' "$name" "$found"
    [[ -n "$found" && "$found" == "$expected" ]] || failed=1
done
[[ $failed -eq 0 ]] && echo "all agree to the last bit" || echo "they DIFFER"
exit "$failed"
