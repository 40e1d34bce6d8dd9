#!/usr/bin/env bash
# Makes the sample files of this folder again; run `mvn package` first.
set -euo pipefail
cd "$(dirname "$0")/.."

cells=(--cells 1500 --batches 3 --types 5 --seed 7)

# Spark writes a folder; a sample is nicer as one file.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
submit/local.sh synth "${cells[@]}" --partitions 1 --output "$folder/cells"
mv "$folder"/cells/part-*.parquet data-samples/three_batches.parquet

submit/local.sh synth "${cells[@]}" --output data-samples/three_batches.h5ad --overwrite

submit/local.sh synth "${cells[@]}" --genes 500 --depth 300 --embedding none --output data-samples/three_batches_counts.h5ad --overwrite
