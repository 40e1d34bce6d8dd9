package atlasprox.cli.options;

import atlasprox.cli.failure.UsageException;
import atlasprox.counts.CountSettings;
import atlasprox.counts.genes.GeneFlavor;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.GeneJoin;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which counts to take, and how they become an embedding. */
public final class CountOptions {
    @Option(
            names = "--layer",
            paramLabel = "NAME",
            defaultValue = CountChoice.DEFAULT_LAYER,
            description = "The counts: X, raw, a layer of AnnData, or a column; default ${DEFAULT-VALUE}")
    private String layer;

    @Option(
            names = "--gene-id",
            paramLabel = "COLUMN",
            description = "The column of var that names the genes; by default its index")
    private String geneId;

    @Option(
            names = "--genes-join",
            paramLabel = "NAME",
            description =
                    "Of inputs with different genes: inner, to take the common genes, or outer, to take all, with 0 where an input lacks one; by default such inputs are refused")
    private String genesJoin;

    @Option(
            names = "--genes",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many highly variable genes to take, 0 for all; default ${DEFAULT-VALUE}")
    private int genes;

    @Option(
            names = "--gene-flavor",
            paramLabel = "NAME",
            defaultValue = "seurat",
            description = "How these are told: seurat or seurat_v3; default ${DEFAULT-VALUE}")
    private String geneFlavor;

    @Option(
            names = "--dimension",
            paramLabel = "N",
            defaultValue = "30",
            description = "The number of components, at least 1; default ${DEFAULT-VALUE}")
    private int dimension;

    @Option(
            names = "--scale",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Whether each gene is divided by its deviation; default false")
    private boolean scale;

    @Option(names = "--normalized", description = "The values are log(1 + x) of normalised counts already")
    private boolean normalized;

    @Option(names = "--round-counts", description = "Round counts that are no whole numbers")
    private boolean roundCounts;

    /** @throws UsageException if a value is out of its range */
    public CountSettings settings() {
        require(genes >= 0, "--genes " + genes + " is not allowed: 0 or more");
        require(dimension >= 1, "--dimension " + dimension + " is not allowed: at least 1");
        require(
                genesJoin == null || join().isPresent(),
                "--genes-join " + genesJoin + " is not allowed: inner or outer");
        GeneFlavor flavor = flavor();
        require(
                !normalized || flavor == GeneFlavor.SEURAT,
                "--normalized leaves no counts for --gene-flavor " + geneFlavor + ": choose seurat");
        require(
                !normalized || !roundCounts,
                "--normalized and --round-counts say two things of the same values: give one of them");
        return new CountSettings(genes, flavor, dimension, scale, normalized, roundCounts);
    }

    private GeneFlavor flavor() {
        for (GeneFlavor flavor : GeneFlavor.values()) {
            if (flavor.toString().equals(geneFlavor)) {
                return flavor;
            }
        }
        throw new UsageException("--gene-flavor " + geneFlavor + " is not allowed: seurat or seurat_v3");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    public CountChoice choice() {
        return new CountChoice(layer, Optional.ofNullable(geneId), join());
    }

    private Optional<GeneJoin> join() {
        return Arrays.stream(GeneJoin.values())
                .filter(join -> join.toString().equals(genesJoin))
                .findFirst();
    }
}
