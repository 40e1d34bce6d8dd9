#!/usr/bin/env bash
# The sample data corrected with embedded Spark, by spark-submit on this machine, and on a standalone cluster of a master and two workers in
# processes of their own: there as it is, with tasks run twice (speculation), and with an executor killed while cells are checked, in the middle
# of the fit, and while cells are written. The same by solver adam, whose shuffled cells are lost with the executor. All must agree to the last
# bit. Then the driver is killed while it writes: no output may be there, and the next run must succeed. Takes about ten minutes.
#
#   SPARK_HOME=... submit/standalone-test.sh [NAME...]        (or with spark-submit on the PATH: pip install pyspark)
#
# Names of runs, such as checking or driver, do those alone.
set -euo pipefail
# shellcheck source=submit/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"
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
shuffling=("${correct[@]}" --method scbatchprox --solver adam)
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
    sed -n 's/.*"corrected" *: *"\([0-9a-f]*\)".*/\1/p' "$work/$1/_atlasprox/run.json"
}

# The executors of this cluster, by the folders that they run in; other clusters of the machine are left alone.
executors() {
    local pid
    for pid in $(pgrep -f CoarseGrainedExecutorBackend); do
        [[ $(readlink "/proc/$pid/cwd") == "$work/workers/"* ]] && echo "$pid"
    done
    return 0
}

# kill_an_executor NAME LINE: waits for that line in the log of the run, and for an executor, and kills its JVM.
kill_an_executor() {
    local waited victim
    for waited in $(seq 1200); do
        if grep -q "$2" "$work/$1.log" 2>/dev/null; then
            victim=$(executors)
            victim=${victim%%$'\n'*}
            if [[ -n "$victim" ]] && kill -9 "$victim"; then
                echo "killed executor process $victim at '$2'" >"$work/$1.note"
                return
            fi
        fi
        sleep 0.1
    done
    echo "no '$2' was seen in $((waited / 10)) s: nothing was killed" >"$work/$1.note"
}

# run_killed NAME LINE COMMAND...: a run on the cluster that loses an executor at that line of its log.
run_killed() {
    local name=$1 line=$2 killer
    shift 2
    kill_an_executor "$name" "$line" &
    killer=$!
    run "$name" "$home/submit/spark-submit.sh" "${on_cluster[@]}" -- "$@"
    wait "$killer"
    cat "$work/$name.note"
    grep -q "^killed" "$work/$name.note"
    grep -h -m 2 -E "Lost executor|ExecutorLost|Executor .* (removed|lost)" "$work/$name.log" || true
}

# Kills the driver while it writes; its output must not be there, and the next run must not mind what it left behind.
run_with_killed_driver() {
    local driver waited
    echo "== driver"
    "$home/submit/spark-submit.sh" "${on_cluster[@]}" -- "${correct[@]}" --output "$work/driver" >"$work/driver.log" 2>&1 &
    driver=$!
    for waited in $(seq 1200); do
        grep -q "correcting and writing" "$work/driver.log" && break
        sleep 0.05
    done
    kill -9 "$driver"
    wait "$driver" 2>/dev/null || true
    [[ ! -e "$work/driver" ]] || {
        echo "an output is there after $((waited / 20)) s, though the driver was killed" >&2
        exit 4
    }
    echo "killed driver process $driver at 'correcting and writing'; left behind: $(cd "$work" && ls -d driver.incomplete-* 2>/dev/null)"
    run driver "$home/submit/spark-submit.sh" "${on_cluster[@]}" -- "${correct[@]}"
}

only=("$@")

# wanted NAME: whether that run is to be done.
wanted() {
    [[ ${#only[@]} -eq 0 || " ${only[*]} " == *" $1 "* ]]
}

run embedded "$home/submit/local.sh" "${correct[@]}"
if wanted local2; then run local2 "$home/submit/spark-submit.sh" --master "local[2]" -- "${correct[@]}"; fi
start_cluster
if wanted standalone; then run standalone "$home/submit/spark-submit.sh" "${on_cluster[@]}" -- "${correct[@]}"; fi
if wanted speculation; then
    run speculation "$home/submit/spark-submit.sh" "${on_cluster[@]}" --conf spark.speculation=true --conf spark.speculation.multiplier=1.01 \
        --conf spark.speculation.quantile=0.1 --conf spark.speculation.interval=10ms --conf spark.speculation.minTaskRuntime=0 -- "${correct[@]}"
fi
if wanted checking; then run_killed checking "checking ids" "${correct[@]}"; fi
if wanted fitting; then run_killed fitting "round 3/" "${correct[@]}"; fi
if wanted writing; then run_killed writing "correcting and writing" "${correct[@]}"; fi
if wanted shuffle; then
    run adam "$home/submit/local.sh" "${shuffling[@]}"
    run_killed shuffle "round 3/" "${shuffling[@]}"
fi
if wanted driver; then run_with_killed_driver; fi

failed=0
# agree NAME...: all fingerprints, of those runs that were done, must be the first one's.
agree() {
    local expected name found
    expected=$(fingerprint "$1")
    for name in "$@"; do
        [[ -d "$work/$name" ]] || continue
        found=$(fingerprint "$name")
        printf '%-12s %s\n' "$name" "$found"
        [[ -n "$found" && "$found" == "$expected" ]] || failed=1
    done
}
agree embedded local2 standalone speculation checking fitting writing driver
if wanted shuffle; then agree adam shuffle; fi
[[ $failed -eq 0 ]] && echo "all agree to the last bit" || echo "they DIFFER"
exit "$failed"
