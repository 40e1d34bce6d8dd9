package atlasprox.cli.command;

import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.Footprint;
import atlasprox.cli.options.OutputFolder;
import atlasprox.job.Progress;
import atlasprox.synth.Composition;
import atlasprox.synth.ConditionDesign;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import atlasprox.write.h5ad.H5adWriter;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes known-truth data: cells with their true coordinates beside what the batches made of them. */
@Command(
        name = "synth",
        description =
                "Make cells of known truth: types, batches that shift, scale and warp them, the true coordinates, and counts of genes.",
        resourceBundle = "atlasprox.cli.options.SynthDefaults")
public final class SynthCommand extends SparkCommand {
    private static final String H5AD = ".h5ad";

    private SynthSettings settings;

    @Option(
            names = "--output",
            required = true,
            description = "folder for Parquet; a name ending in .h5ad writes one h5ad file (small tables, local disk)")
    private String output;

    @Option(names = "--overwrite", description = "replace the output if it exists and this program wrote all of it")
    private boolean overwrite;

    @Option(names = "--cells", description = "cells in all (default: ${bundle:default.cells})")
    private Long cells;

    @Option(names = "--batches", description = "number of batches (default: ${bundle:default.batches})")
    private Integer batches;

    @Option(names = "--types", description = "number of cell types (default: ${bundle:default.types})")
    private Integer types;

    @Option(names = "--dimension", description = "length of the embedding (default: ${bundle:default.dimension})")
    private Integer dimension;

    @Option(
            names = "--shift",
            description =
                    "standard deviation of a batch's displacement; 1.5 is near, 4 far apart (default: ${bundle:default.shift})")
    private Double shift;

    @Option(
            names = "--scale",
            description = "standard deviation of the log of a batch's scale (default: ${bundle:default.scale})")
    private Double scale;

    @Option(
            names = "--warp",
            description =
                    "standard deviation of a type's further displacement in a batch (default: ${bundle:default.warp})")
    private Double warp;

    @Option(
            names = "--centre",
            description = "standard deviation of the types' true centres (default: ${bundle:default.centre})")
    private Double centre;

    @Option(
            names = "--within",
            description =
                    "standard deviation of a type's cells about their true centre (default: ${bundle:default.within})")
    private Double within;

    @Option(
            names = "--composition",
            description =
                    "which types are in which batch: ${COMPLETION-CANDIDATES} (default: ${bundle:default.composition})")
    private Composition composition;

    @Option(
            names = "--ratio",
            description =
                    "how much more often a batch has its favoured types, for imbalance (default: ${bundle:default.ratio})")
    private Double ratio;

    @Option(
            names = "--concentration",
            description =
                    "of the Dirichlet distribution that each batch's shares of the types are drawn from, for dirichlet: the"
                            + " smaller, the fewer types in a batch (default: ${bundle:default.concentration})")
    private Double concentration;

    @Option(
            names = "--largest-batch-share",
            description = "share of the cells in the first batch, 0 for equal batches"
                    + " (default: ${bundle:default.largest-batch-share})")
    private Double largestBatchShare;

    @Option(
            names = "--conditions",
            description =
                    "how many conditions cells are in, 1 for no such column (default: ${bundle:default.conditions})")
    private Integer conditions;

    @Option(
            names = "--condition-effect",
            description =
                    "standard deviation of what a condition displaces a type by (default: ${bundle:default.condition-effect})")
    private Double conditionEffect;

    @Option(names = "--condition-types", description = "on how many types conditions act (default: half of them)")
    private Integer conditionTypes;

    @Option(
            names = "--condition-design",
            description =
                    "which conditions are in which batch: crossed, all in each, or nested, one (default: ${bundle:default.condition-design})")
    private ConditionDesign conditionDesign;

    @Option(
            names = "--genes",
            description = "count so many genes in each cell, 0 for no counts (default: ${bundle:default.genes})")
    private Integer genes;

    @Option(
            names = "--depth",
            description = "counts of a cell, in the mean over cells and batches (default: ${bundle:default.depth})")
    private Double depth;

    @Option(
            names = "--depth-deviation",
            description =
                    "standard deviation of the log of a batch's depth (default: ${bundle:default.depth-deviation})")
    private Double depthDeviation;

    @Option(
            names = "--gene-effect",
            description = "standard deviation of the log of what a batch multiplies a gene's counts by"
                    + " (default: ${bundle:default.gene-effect})")
    private Double geneEffect;

    @Option(
            names = "--dropout",
            description = "how likely the counts of a gene in a cell are lost, in the mean over batches"
                    + " (default: ${bundle:default.dropout})")
    private Double dropout;

    @Option(names = "--seed", description = "same seed, same cells (default: ${bundle:default.seed})")
    private Long seed;

    @Option(
            names = "--embedding",
            description = "column of the embedding, none for no such column (default: ${bundle:default.embedding})")
    private String embedding;

    @Option(
            names = "--truth",
            description = "column of the true coordinates, none for no such column (default: ${bundle:default.truth})")
    private String truth;

    @Option(names = "--partitions", description = "Parquet files to write (default: one for each 32 MB)")
    private Integer partitions;

    @Override
    void checkArguments() {
        try {
            settings = settings();
            ifGiven(partitions, SynthTable::checkPartitions);
            if (isH5ad()) {
                checkH5ad();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    @Override
    Footprint addPlaces(Footprint footprint) {
        return isH5ad() ? footprint.writesFile("--output", output) : footprint.writesFolder("--output", output);
    }

    @Override
    int run(SparkSession session, Progress progress) throws IOException {
        progress.phase("making cells", settings.cells());
        if (isH5ad()) {
            new H5adWriter(SynthSettings.ID).write(table(session), Path.of(output), overwrite);
        } else {
            writeParquet(session);
        }
        say("Wrote " + settings.cells() + " cells to " + output);
        return ExitCode.OK;
    }

    private void writeParquet(SparkSession session) throws IOException {
        try (StagedOutput staged = OutputFolder.open(session, "--output", output, overwrite)) {
            table(session).write().parquet(staged.staging().toString());
            staged.publish();
        }
    }

    private SynthSettings settings() {
        SynthSettings.Builder builder = SynthSettings.builder();
        ifGiven(cells, builder::cells);
        ifGiven(batches, builder::batches);
        ifGiven(types, builder::types);
        ifGiven(dimension, builder::dimension);
        ifGiven(shift, builder::shift);
        ifGiven(scale, builder::scale);
        ifGiven(warp, builder::warp);
        ifGiven(centre, builder::centre);
        ifGiven(within, builder::within);
        ifGiven(composition, builder::composition);
        ifGiven(ratio, builder::ratio);
        ifGiven(concentration, builder::concentration);
        ifGiven(largestBatchShare, builder::largestBatchShare);
        ifGiven(conditions, builder::conditions);
        ifGiven(conditionEffect, builder::conditionEffect);
        ifGiven(conditionTypes, builder::conditionTypes);
        ifGiven(conditionDesign, builder::conditionDesign);
        ifGiven(genes, builder::genes);
        ifGiven(depth, builder::depth);
        ifGiven(depthDeviation, builder::depthDeviation);
        ifGiven(geneEffect, builder::geneEffect);
        ifGiven(dropout, builder::dropout);
        ifGiven(seed, builder::seed);
        ifGiven(embedding, builder::embedding);
        ifGiven(truth, builder::truth);
        SynthSettings built = builder.build();
        checkConcentration(built.composition());
        if (!built.genes().areCounted()) {
            refuseWithoutGenes("depth", depth);
            refuseWithoutGenes("depth-deviation", depthDeviation);
            refuseWithoutGenes("gene-effect", geneEffect);
            refuseWithoutGenes("dropout", dropout);
        }
        return built;
    }

    private static void refuseWithoutGenes(String option, Double value) {
        if (value != null) {
            throw new IllegalArgumentException(option + " " + value
                    + " has no meaning without counts; set --genes to how many are counted, or leave --" + option
                    + " out");
        }
    }

    private void checkConcentration(Composition chosen) {
        if (concentration != null && chosen != Composition.DIRICHLET) {
            throw new IllegalArgumentException("concentration " + concentration + " has no meaning in composition "
                    + chosen + "; set --composition " + Composition.DIRICHLET + ", or leave --concentration out");
        }
    }

    private static <T> void ifGiven(T argument, Consumer<T> use) {
        if (argument != null) {
            use.accept(argument);
        }
    }

    private boolean isH5ad() {
        return output.endsWith(H5AD);
    }

    private void checkH5ad() {
        if (output.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            throw new IllegalArgumentException(
                    "output must be a local file when its name ends in .h5ad, got " + output);
        }
        if (!overwrite && Files.exists(Path.of(output))) {
            throw new IllegalArgumentException(
                    "the file " + output + " exists; name another one by --output, or set --overwrite to replace it");
        }
        if (Files.exists(Path.of(output), LinkOption.NOFOLLOW_LINKS) && !H5adWriter.isOwn(Path.of(output))) {
            throw new IllegalArgumentException("the file " + output
                    + " was not written by this program: --overwrite does not replace it; name another one by --output, or "
                    + "move it away or delete it yourself");
        }
        H5adWriter.checkSize(settings.cells(), settings.numbersOfACell());
    }

    private Dataset<Row> table(SparkSession session) {
        return partitions == null
                ? SynthTable.create(session, settings)
                : SynthTable.create(session, settings, partitions);
    }
}
