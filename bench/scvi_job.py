#!/usr/bin/env python3
"""scVI by scvi-tools on one thread: read the counts of an h5ad file, train, write the latent coordinates, and print the seconds of an epoch.

bench/.scvi/bin/python bench/scvi_job.py INPUT OUTPUT [--batch COLUMN] [--epochs 400] [--seed 0] [--genes 1000] [--cells 3000]

OUTPUT is Parquet, with cell_id and X_scVI. The model: a hidden layer of 128, 10 dimensions, dropout 0.1, zero-inflated negative binomial, a
dispersion per gene; all else is scvi-tools' own (a tenth of the cells held out, minibatches of 128, KL of full weight after 400 epochs).
An epoch's seconds are from the end of one to the end of the next, so that neither imports nor set-up nor the first epoch count.
"""
import argparse
import os
import statistics
import time
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.filterwarnings("ignore")
MODEL = {"n_hidden": 128, "n_latent": 10, "n_layers": 1, "dropout_rate": 0.1, "dispersion": "gene", "gene_likelihood": "zinb"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--batch", metavar="COLUMN", help="which the decoder is told; by default it is told none")
    parser.add_argument("--epochs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--genes", type=int, default=0, help="highly variable genes, by scanpy, where the file has more; 0 for all")
    parser.add_argument("--cells", type=int, default=0, help="for times: the file's cells again and again, until there are as many; 0 as they are")
    given = parser.parse_args()
    cells = repeated(read(given), given.cells)
    latent, seconds = trained(cells, given)
    write(cells.obs_names, latent, given.output)
    print(f"{cells.n_obs:,} cells x {cells.n_vars:,} genes, {given.epochs} epochs: {told(seconds)}")


def read(given):
    """The counts, of the chosen genes."""
    import anndata

    cells = anndata.read_h5ad(given.input)
    if not 0 < given.genes < cells.n_vars:
        return cells
    import scanpy

    from data import logged

    chosen = scanpy.pp.highly_variable_genes(logged(cells), n_top_genes=given.genes, batch_key=given.batch, inplace=False)
    return cells[:, chosen["highly_variable"].to_numpy()].copy()


def repeated(cells, number):
    if number == 0:
        return cells
    times, rest = divmod(number, cells.n_obs)
    more = cells[list(range(cells.n_obs)) * times + list(range(rest))].copy()
    more.obs_names = [f"{name}/{place}" for place, name in enumerate(more.obs_names)]
    return more


def trained(cells, given):
    """The latent means of all cells, and each epoch's seconds but the first's."""
    import scvi
    import torch

    torch.set_num_threads(1)
    scvi.settings.seed = given.seed
    scvi.model.SCVI.setup_anndata(cells, batch_key=given.batch)
    model = scvi.model.SCVI(cells, **MODEL)
    ends = epoch_ends()
    model.train(max_epochs=given.epochs, accelerator="cpu", devices=1, enable_progress_bar=False, callbacks=[ends])
    return model.get_latent_representation(), [after - before for before, after in zip(ends.times, ends.times[1:])]


def epoch_ends():
    """A callback of the training that keeps when each epoch ended."""
    from lightning.pytorch.callbacks import Callback

    class Ends(Callback):
        def __init__(self):
            self.times = []

        def on_train_epoch_end(self, trainer, module):
            self.times.append(time.perf_counter())

    return Ends()


def write(names, latent, output):
    import pyarrow as pa
    import pyarrow.parquet as pq

    coordinates = pa.FixedSizeListArray.from_arrays(pa.array(latent.ravel(), pa.float32()), latent.shape[1])
    lists = coordinates.cast(pa.list_(pa.float32()))
    pq.write_table(pa.table({"cell_id": pa.array(names, pa.string()), "X_scVI": lists}), output)


def told(seconds):
    if not seconds:
        return "no second epoch to time"
    return f"{statistics.median(seconds):.3f} seconds an epoch in the median, {min(seconds):.3f} the fastest"


if __name__ == "__main__":
    main()
