#!/usr/bin/env python3
"""Makes the real data sets that the scripts here measure, from local copies of the public repositories that have them.

bench/.venv/bin/python bench/data.py --source DIR --data DIR [--sets panc8,...]
bench/.scvi/bin/python bench/data.py --source DIR --data DIR --sets panc8,cellbench_plates --scvi

The folder --source holds a clone of each repository under the repository's own name; the sets are written to the folder --data, one NAME.h5ad
each with obsm, batch and label, and NAME_counts.h5ad where a study computes embeddings of its own. Nothing is downloaded, and no file that
is there is written over. With --scvi it runs in the environment of scvi_setup.sh, which needs rdata too (bench/.scvi/bin/pip install --no-deps
rdata==1.1.0) and has a later scanpy than bench/.venv: figures of other embeddings are documented of those that bench/.venv makes.
"""
import argparse
import importlib.util
import os
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

from common import LABEL, SETS, ad, np, pd, stop

COMPONENTS = 40
PLATES = ["sc_celseq2", "sc_dropseq", "sc_celseq2_5cl_p1", "sc_celseq2_5cl_p2", "sc_celseq2_5cl_p3"]


@dataclass(frozen=True)
class Source:
    """Where a set comes from, and how it is made of it; commit is one whose files give the cells that the documentation's figures are of."""

    repository: str
    commit: str
    files: tuple
    licence: str
    cells: int
    steps: str

    def paths(self, folder):
        return [folder / self.repository.split("/")[-1] / file for file in self.files]

    def __str__(self):
        some = f"{len(self.files)} files of {Path(self.files[0]).parent}"
        return f"{self.repository} at {self.commit}, {some if len(self.files) > 2 else ' and '.join(self.files)}; {self.licence}"


SOURCES = {
    "panc8": Source(
        "github.com/cran/bbknnR", "4b692bc", ("data/panc8_small.rda",), "MIT", 500,
        "human pancreas by five technologies (a Seurat object). X_pca: the object's own. X_pca40, X_ica40, X_fa40: of its counts, rounded, as\n"
        "three technologies have fractions."),
    "cellbench_plates": Source(
        "github.com/LuyiTian/sc_mixology", "7d00ffb",
        tuple(f"data/csv/{plate}.{kind}.csv.gz" for plate in PLATES for kind in ("count", "metadata")), "MIT", 992,
        "lung cancer cell lines on CEL-Seq2 plates (sc_celseq2, sc_celseq2_5cl_p1 to p3) and by Drop-seq (sc_dropseq), .count and .metadata; wells\n"
        "of one cell and one genotype (demuxlet: SNG), which is the label; genes that all five have. X_pca: 2,000 variable genes, scaled, cut at\n"
        "10 deviations, 50 components. X_pca40, X_ica40, X_fa40: of 2,500 variable genes, chosen by scanpy within each technology; these are in\n"
        "the counts."),
    "cell_lines": Source(
        "github.com/immunogenomics/harmony", "df19af2", ("data/cell_lines.rda",), "GPL-3", 2370,
        "Jurkat and 293T cells, each alone and mixed half and half. X_pca: the file's scaled components."),
    "pbmc_3tech": Source(
        "github.com/immunogenomics/symphony", "bf7aaf9", ("data/pbmcs_exprs_small.rda", "data/pbmcs_meta_small.rda"), "GPL-3 or later", 1200,
        "blood cells by three 10x chemistries. X_pca: the file's log-normalised expression, scaled, cut at 10 deviations, 20 components."),
    "ra_synovium": Source(
        "github.com/immunogenomics/scpost", "9e6ce33", ("data/ra_PreHarmObj.rda", "data/ra_HarmObj.rda"), "MIT", 5265,
        "synovial tissue on 24 plates. X_pca: the file's own components; X_pca_harmony_authors: those that its authors corrected."),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, epilog=described(), formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", metavar="DIR", type=Path, required=True, help="the folder with the clones")
    parser.add_argument("--data", metavar="DIR", type=Path, required=True, help="the folder to write the sets to; made where it is not there")
    parser.add_argument("--sets", default=",".join(SOURCES), help="names with commas between; default %(default)s")
    parser.add_argument("--scvi", action="store_true", help="X_scVI, X_LDVAE and X_scANVI too, where there are counts; needs scvi-tools")
    given = parser.parse_args()
    names = list(dict.fromkeys(given.sets.split(",")))
    check(given, names)
    for name in names:
        for file, cells in made(name, given).items():
            try:
                save(cells, given.data / file)
            except OSError as error:
                stop(f"{given.data / file} cannot be written: {error}.", 4)
            print(f"{given.data / file}: {cells.n_obs:,} cells, {', '.join(cells.obsm) or f'counts of {cells.n_vars:,} genes'}", flush=True)


def described():
    text = [f"{name}: {source}\n{source.steps}" for name, source in SOURCES.items()]
    return "Sources, with their licences, and what is made of them:\n\n" + "\n\n".join(text)


def check(given, names):
    """Ends the script before any work where something is missing or in the way."""
    for name in names:
        if name not in SOURCES:
            stop(f"There is no set '{name}'; the sets are {', '.join(SOURCES)}.")
        for path in SOURCES[name].paths(given.source):
            if not path.is_file():
                stop(f"{name}: there is no file {path}. A clone of {SOURCES[name].repository} has to be in {given.source}.")
        for path in (given.data / file for file in files(name)):
            if path.exists():
                stop(f"{path} exists and is not written over: move it away, or name other sets by --sets or another folder by --data.")
    if given.scvi and importlib.util.find_spec("scvi") is None:
        stop("--scvi needs scvi-tools: after bench/scvi_setup.sh run this by bench/.scvi/bin/python; --help says more")


def files(name):
    """The names of a set's files: that of its embeddings, and of its counts where it has some."""
    return [f"{name}.h5ad", *([f"{name}_counts.h5ad"] if name in OF_COUNTS else [])]


def made(name, given):
    """AnnData by the name of its file."""
    source = SOURCES[name]
    paths = source.paths(given.source)
    try:
        cells, counts = OF_COUNTS[name](*paths) if name in OF_COUNTS else (OF_EMBEDDINGS[name](*paths), None)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        stop(f"{name}: its files are not laid out as those of {source.repository} at {source.commit} are ({error!r}).", 3)
    if cells.n_obs != source.cells:
        stop(f"{name}: {cells.n_obs:,} cells, where {source.repository} at {source.commit} gives {source.cells:,}.", 3)
    cells.uns |= {"source": str(source), "licence": source.licence}
    if given.scvi and counts is not None:
        cells.obsm |= by_scvi(counts, SETS[name])
    return dict(zip(files(name), [cells] if counts is None else [cells, counts]))


def save(cells, path):
    """Writes the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".incomplete-", dir=path.parent) as folder:
        cells.write_h5ad(Path(folder) / path.name, compression="gzip")
        os.rename(Path(folder) / path.name, path)


def panc8(path):
    seurat = slots(parsed(path).object.value[0])
    assay = converted(seurat["assays"])["RNA"].counts
    z = converted(seurat["reductions"])["pca"].__dict__["cell.embeddings"]
    meta = converted(seurat["meta.data"])
    counts = ad.AnnData(np.rint(dense(assay)).astype(np.float32), obs=observed("panc8", meta.index, meta["tech"], meta["celltype"]))
    counts.var_names = assay.Dimnames[0]
    return with_embeddings(counts.obs, X_pca=z.sel(dim_0=meta.index).values, **linear(logged(counts).X)), sparse(counts)


def cellbench_plates(*paths):
    tables = [read(path, lambda path: pd.read_csv(path, index_col=0)) for path in paths]
    plates = [single_cells(plate, *of) for plate, of in zip(PLATES, zip(tables[::2], tables[1::2]))]
    counts = pd.concat([counts for counts, _ in plates], axis=1, join="inner")
    label = pd.concat([label for _, label in plates])
    batch = [cell.split(":")[0] for cell in counts.columns]
    cells = ad.AnnData(counts.T.astype(np.float32), obs=observed("cellbench_plates", counts.columns, batch, label[counts.columns]))
    log, wide = logged(cells), variable(cells, 2500)
    pca = components(scaled(log[:, variable(cells, 2000)].X), 50)
    return with_embeddings(cells.obs, X_pca=pca, **linear(np.ascontiguousarray(log[:, wide].X))), sparse(cells[:, wide].copy())


def single_cells(plate, counts, meta):
    """Counts, genes x cells, and genotypes of the wells that hold one cell of one genotype; cells are named after the plate."""
    single = meta["demuxlet_cls"] == "SNG"
    if "cell_number" in meta:
        single &= meta["cell_number"] == 1
    label = meta.loc[single, "cell_line_demuxlet"]
    return counts[label.index].add_prefix(f"{plate}:"), label.rename(lambda cell: f"{plate}:{cell}")


def cell_lines(path):
    found = converted(parsed(path))["cell_lines"]
    meta = found["meta_data"]
    return with_embeddings(observed("cell_lines", meta["cell_id"], meta["dataset"], meta["cell_type"]), X_pca=found["scaled_pcs"].to_numpy())


def pbmc_3tech(expression, meta):
    found, meta = converted(parsed(expression))["pbmcs_exprs_small"], converted(parsed(meta))["pbmcs_meta_small"]
    meta = meta.set_index("cell_id").loc[found.Dimnames[1]]
    obs = observed("pbmc_3tech", meta.index, meta["donor"], meta["cell_type"])
    return with_embeddings(obs, X_pca=components(scaled(dense(found)), 20))


def ra_synovium(before, after):
    before, after = converted(parsed(before))["ra_PreHarmObj"], converted(parsed(after))["ra_HarmObj"]
    meta = before["meta"]
    z = {"X_pca": before["embeddings"], "X_pca_harmony_authors": after["embeddings"]}
    obs = observed("ra_synovium", meta["CellID"], meta["batch"], meta["celltype"])
    return with_embeddings(obs, **{key: of.sel(dim_0=obs.index).values for key, of in z.items()})


OF_COUNTS = {"panc8": panc8, "cellbench_plates": cellbench_plates}
OF_EMBEDDINGS = {"cell_lines": cell_lines, "pbmc_3tech": pbmc_3tech, "ra_synovium": ra_synovium}


def parsed(path):
    """The content of an .rda file, as objects of R."""
    import rdata

    return read(path, rdata.parser.parse_file)


def read(path, reader):
    try:
        return reader(path)
    except Exception as error:  # Of a damaged file: whatever the decompressor or the parser meets.
        stop(f"{path} cannot be read ({error!r}); is it whole?", 3)


def converted(of_r):
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Classes of R without a counterpart come as their fields, which is what is wanted.
        return rdata.conversion.convert(of_r)


def slots(of_r):
    """The fields of an S4 object by name, not yet converted: some of a Seurat object's hold functions, which cannot be."""
    found, node = {}, of_r.attributes
    while node is not None and node.tag is not None:
        found[(node.tag.referenced_object or node.tag).value.value.decode()], node = node.value
    return found


def dense(matrix):
    """Cells x genes, of a dgCMatrix of genes x cells."""
    from scipy.sparse import csc_matrix

    return csc_matrix((matrix.x, matrix.i, matrix.p), shape=tuple(matrix.Dim)).T.toarray()


def observed(name, cells, batch, label):
    columns = {SETS[name]: np.asarray(batch, str), LABEL: np.asarray(label, str)}
    return pd.DataFrame(columns, index=pd.Index(np.asarray(cells, str).astype(object), name="cell_id"), dtype="category")


def with_embeddings(obs, **embeddings):
    return ad.AnnData(obs=obs, obsm={key: np.asarray(z, np.float32) for key, z in embeddings.items()})


def sparse(counts):
    from scipy.sparse import csr_matrix

    counts.X = csr_matrix(counts.X)
    return counts


def logged(counts):
    """10,000 counts a cell, log1p."""
    import scanpy

    cells = counts.copy()
    scanpy.pp.normalize_total(cells, target_sum=1e4)
    scanpy.pp.log1p(cells)
    return cells


def variable(counts, genes):
    """Which genes vary most within the batches, by scanpy's default measure, in the order of the table."""
    import scanpy

    return scanpy.pp.highly_variable_genes(
        logged(counts), n_top_genes=genes, batch_key=counts.obs.columns[0], inplace=False)["highly_variable"].to_numpy()


def scaled(z):
    """Each gene less its mean, in deviations, cut at 10."""
    import scanpy

    return scanpy.pp.scale(np.array(z), max_value=10)


def components(z, number):
    from sklearn.decomposition import PCA

    return PCA(number, svd_solver="full").fit_transform(np.asarray(z, np.float64))


def linear(log):
    """The three linear embeddings of 40 dimensions, batch-blind."""
    from sklearn.decomposition import PCA, FactorAnalysis, FastICA

    models = {"X_pca40": PCA, "X_ica40": FastICA, "X_fa40": FactorAnalysis}
    return {key: model(COMPONENTS, random_state=0).fit_transform(log) for key, model in models.items()}


def by_scvi(counts, batch):
    """Embeddings of 10 dimensions from the counts by scvi-tools, at its defaults but for the epochs."""
    import scvi

    scvi.settings.seed = 0
    found, cells = {}, counts.copy()
    for key, model, epochs in (("X_scVI", scvi.model.SCVI, 400), ("X_LDVAE", scvi.model.LinearSCVI, 250)):
        model.setup_anndata(cells, batch_key=batch)
        found[key] = model(cells)
        found[key].train(max_epochs=epochs)
    found["X_scANVI"] = scvi.model.SCANVI.from_scvi_model(found["X_scVI"], labels_key=LABEL, unlabeled_category="unknown")
    found["X_scANVI"].train(max_epochs=20)
    return {key: model.get_latent_representation() for key, model in found.items()}


if __name__ == "__main__":
    main()
