package atlasprox.ml.params;

import static atlasprox.ml.params.Setting.Use.COLUMNS;
import static atlasprox.ml.params.Setting.Use.FIT;

import atlasprox.counts.genes.GeneFlavor;
import atlasprox.ml.counts.CountNormalizer;
import atlasprox.ml.counts.CountPca;
import atlasprox.ml.counts.HighlyVariableGenes;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The settings of the stages that lead from counts to an embedding: name, what it does, range, default. */
public abstract sealed class CountParamTable extends SettingTable {
    private static final long serialVersionUID = 1L;

    private CountParamTable(Params owner) {
        super(owner);
    }

    Param<String> column(String name, String what, String standard) {
        return text(COLUMNS, name, what, Default.of(standard));
    }

    Param<String> counts() {
        return column(
                "countsCol",
                "the counts: a column of Spark ML vectors, of arrays of all genes, or of structures of indices and values",
                "counts");
    }

    BooleanParam rounding() {
        return flag(FIT, "roundCounts", "whether to round counts that are no whole numbers", Default.of(false));
    }

    /** Of {@link CountNormalizer}. */
    public static final class OfNormalizer extends CountParamTable {
        private static final long serialVersionUID = 1L;

        final Param<String> countsCol = counts();
        final Param<String> outputCol = column(
                "outputCol", "the vectors to write: log(1 + x) of counts that are 10,000 a cell in all", "log_counts");
        final BooleanParam roundCounts = rounding();

        /** @param owner the stage whose Params these are; its uid is known */
        public OfNormalizer(Params owner) {
            super(owner);
        }
    }

    /** Of {@link HighlyVariableGenes}. */
    public static final class OfGenes extends CountParamTable {
        private static final long serialVersionUID = 1L;

        final Param<String> countsCol = counts();
        final StringArrayParam batchCol = texts(
                COLUMNS,
                "batchCol",
                "the batch column, or several: variable genes are told within batches; none for all cells together",
                Range.any(),
                Default.of(new String[0]));
        final Param<String> inputCol =
                column("inputCol", "the vectors to take the genes from, of the same genes as the counts", "log_counts");
        final Param<String> outputCol =
                column("outputCol", "the vectors to write, of these genes alone", "variable_genes");
        final IntParam genes = whole(
                FIT,
                "genes",
                "how many highly variable genes to take, 0 for all",
                Range.wholeAtLeast0(),
                Default.of(2000));
        final Param<String> geneFlavor = choice(
                FIT,
                "geneFlavor",
                "how variable genes are told: by dispersions of normalised counts, or by variances of counts",
                Range.oneOf(flavors()),
                Default.of(GeneFlavor.SEURAT.toString()));
        final BooleanParam normalized = flag(
                FIT, "normalized", "whether the values are log(1 + x) of normalised counts already", Default.of(false));
        final BooleanParam roundCounts = rounding();

        /** @param owner the stage whose Params these are; its uid is known */
        public OfGenes(Params owner) {
            super(owner);
        }

        private static List<String> flavors() {
            return Arrays.stream(GeneFlavor.values()).map(GeneFlavor::toString).toList();
        }
    }

    /** Of {@link ScFedViParams}. */
    public static final class OfScFedVi extends CountParamTable {
        private static final long serialVersionUID = 1L;

        final IntParam dimension =
                whole(FIT, "dimension", "scfedvi: the number of latent coordinates", Range.atLeast1(), Default.of(10));
        final IntParam hidden = whole(
                FIT, "hidden", "scfedvi: the number of units of a hidden layer", Range.atLeast1(), Default.of(128));
        final IntParam layers = whole(
                FIT,
                "layers",
                "scfedvi: hidden layers of the encoder, and of the decoder",
                Range.atLeast1(),
                Default.of(1));
        final DoubleParam dropout = real(
                FIT,
                "dropout",
                "scfedvi: the share of the encoder's hidden units that is dropped while it trains",
                Range.part(),
                Default.of(0.1));
        final Param<String> likelihood = choice(
                FIT,
                "likelihood",
                "scfedvi: what counts are like: negative binomial, zero-inflated (zinb) or not (nb)",
                Range.oneOf(List.of("zinb", "nb")),
                Default.of("zinb"));
        final BooleanParam asPublished = flag(
                FIT,
                "asPublished",
                "scfedvi: whether to do as was published: batch normalisation, no vectors of batches, everything averaged",
                Default.of(false));
        final IntParam rounds = whole(
                FIT,
                "rounds",
                "scfedvi: communication rounds at most; 0 for as many as give a client the steps that 400 epochs of all cells"
                        + " together would, and at most 8,000,000 / cells epochs",
                Range.wholeAtLeast0(),
                Default.of(0));
        final IntParam localEpochs =
                whole(FIT, "localEpochs", "scfedvi: a client's epochs in a round", Range.atLeast1(), Default.of(5));
        final DoubleParam learningRate =
                real(FIT, "learningRate", "scfedvi: Adam's step size", Range.above0(), Default.of(1e-3));
        final IntParam minibatchSize =
                whole(FIT, "minibatchSize", "scfedvi: cells in a minibatch", Range.atLeast1(), Default.of(128));
        final DoubleParam klWarmUp = real(
                FIT,
                "klWarmUp",
                "scfedvi: the share of all epochs in which the weight of the Kullback-Leibler divergence rises from 0 to 1",
                Range.partOrAll(),
                Default.of(1.0));
        final DoubleParam mu = real(
                FIT,
                "mu",
                "scfedvi: weight of FedProx's term, which draws a client to the weights that a round begins with",
                Range.atLeast0(),
                Default.of(0.0));
        final DoubleParam heldOut = real(
                FIT,
                "heldOut",
                "scfedvi: the share of cells that nothing is trained on, for their loss",
                Range.part(),
                Default.of(0.1));
        final IntParam patience = whole(
                FIT,
                "patience",
                "scfedvi: after how many rounds without a lower loss of the cells held out the fit ends; 0 for never",
                Range.wholeAtLeast0(),
                Default.of(0));
        final LongParam seed = large(
                FIT,
                "seed",
                "scfedvi: the seed of all that is drawn",
                new Range<>("any whole number", value -> true),
                Default.of(0L));

        /** @param owner whose Params these are; its uid is known */
        public OfScFedVi(Params owner) {
            super(owner);
        }
    }

    /** Of {@link CountPca}. */
    public static final class OfPca extends CountParamTable {
        private static final long serialVersionUID = 1L;

        final Param<String> inputCol = column(
                "inputCol", "the vectors to find components of: log(1 + x) of normalised counts", "variable_genes");
        final Param<String> outputCol = column("outputCol", "the embedding to write, arrays of float", "X_pca");
        final IntParam dimension =
                whole(FIT, "dimension", "the number of components", Range.atLeast1(), Default.of(30));
        final BooleanParam scale = flag(
                FIT,
                "scale",
                "whether each gene is divided by its deviation, and cut at 10 of these",
                Default.of(false));

        /** @param owner the stage whose Params these are; its uid is known */
        public OfPca(Params owner) {
            super(owner);
        }
    }
}
