package atlasprox.synth;

import java.io.Serializable;
import java.util.Objects;
import java.util.Set;

/**
 * What a known-truth table looks like. The defaults, which {@link #builder()} starts from, are four overlapping batches whose raw
 * embedding lies at a relative distance of about 0.43 from the truth.
 *
 * @param cells cells in all, 1 to 10^10, at least one for each batch
 * @param batches 1 to 100,000
 * @param types cell types, 1 to 1,000
 * @param dimension length of the embedding, 1 to 10,000
 * @param shift standard deviation of a batch's displacement in each dimension, 0 to 1,000; 1.5 leaves batches near, 4 far apart
 * @param scale standard deviation of the log of a batch's scale in each dimension, 0 to 2
 * @param warp standard deviation of the further displacement of one type in one batch, in each dimension, 0 to 1,000
 * @param centre standard deviation of the types' centres in each dimension, 0 to 1,000
 * @param within standard deviation of a type's cells about their centre in each dimension, 0 to 1,000
 * @param composition which types occur in which batch
 * @param ratio how many times as often as the others the favoured types of {@link Composition#IMBALANCE} occur, 1 to 100; without
 *     effect in other compositions
 * @param concentration of the symmetric Dirichlet distribution that {@link Composition#DIRICHLET} draws from, 0.001 (a batch of one type,
 *     nearly) to 1,000 (every type alike, nearly); 1 makes every composition equally likely; without effect in other compositions
 * @param largestBatchShare share of all cells in batch 0, 0.25 to 0.99 and at least 1/batches; 0: batches of equal size
 * @param conditions how many conditions cells may be in, 1 to 100; 1 for no column of conditions
 * @param conditionEffect standard deviation of what a condition, other than the first, displaces a type by that it acts on, in each dimension, 0 to
 *     1,000
 * @param conditionTypes on how many types conditions act, 0 to {@code types}: the first ones
 * @param conditionDesign which conditions a batch holds
 * @param genes counts of genes, beside the embedding
 * @param seed any number; the same settings and seed give the same cells, on any machine and in any number of partitions
 * @param embedding name of the embedding's column, different from the other columns' names; {@link #NONE} to leave it out
 * @param truth name of the true coordinates' column, different from the other columns' names; {@link #NONE} to leave them out
 */
public record SynthSettings(
        long cells,
        int batches,
        int types,
        int dimension,
        double shift,
        double scale,
        double warp,
        double centre,
        double within,
        Composition composition,
        double ratio,
        double concentration,
        double largestBatchShare,
        int conditions,
        double conditionEffect,
        int conditionTypes,
        ConditionDesign conditionDesign,
        GeneSettings genes,
        long seed,
        String embedding,
        String truth)
        implements Serializable {

    /** Name of the column of cell names. */
    public static final String ID = "cell_id";
    /** Name of the column of batch names. */
    public static final String BATCH = "batch";
    /** Name of the column of cell type names. */
    public static final String TYPE = "cell_type";
    /** Name of the column of conditions, where there are several. */
    public static final String CONDITION = "condition";
    /** Name of the column of counts, where there are genes. */
    public static final String COUNTS = "counts";
    /** Stands for no column of coordinates. */
    public static final String NONE = "none";

    private static final Set<String> FIXED_COLUMNS = Set.of(ID, BATCH, TYPE, CONDITION, COUNTS);
    private static final double MOST_SPREAD = 1000;

    /** @throws IllegalArgumentException if a setting is out of its range; the message holds its name, its value and the range */
    public SynthSettings {
        Objects.requireNonNull(composition, "composition");
        SettingRange.within("cells", cells, 1, 10_000_000_000L);
        SettingRange.within("batches", batches, 1, 100_000);
        SettingRange.within("types", types, 1, 1000);
        SettingRange.within("dimension", dimension, 1, 10_000);
        SettingRange.within("shift", shift, 0, MOST_SPREAD);
        SettingRange.within("scale", scale, 0, 2);
        SettingRange.within("warp", warp, 0, MOST_SPREAD);
        SettingRange.within("centre", centre, 0, MOST_SPREAD);
        SettingRange.within("within", within, 0, MOST_SPREAD);
        SettingRange.within("ratio", ratio, 1, 100);
        SettingRange.within("concentration", concentration, 0.001, 1000);
        Objects.requireNonNull(conditionDesign, "conditionDesign");
        SettingRange.within("conditions", conditions, 1, 100);
        SettingRange.within("condition-effect", conditionEffect, 0, MOST_SPREAD);
        SettingRange.within("condition-types", conditionTypes, 0, types);
        composition.check(batches, types);
        genes.check(dimension);
        checkBatchSizes(cells, batches, largestBatchShare);
        checkColumn("embedding", embedding, truth);
        checkColumn("truth", truth, embedding);
    }

    private static void checkBatchSizes(long cells, int batches, double largestBatchShare) {
        SettingRange.atLeast("cells (" + batches + " batches)", cells, batches);
        if (largestBatchShare == 0) {
            return;
        }
        SettingRange.within("largest-batch-share (unless 0)", largestBatchShare, Math.max(0.25, 1.0 / batches), 0.99);
        long others = cells - BatchSizes.largest(cells, largestBatchShare);
        if (others < batches - 1) {
            throw new IllegalArgumentException("largest-batch-share " + largestBatchShare + " leaves " + others
                    + " cells for the other " + (batches - 1) + " batches; they need at least one each");
        }
    }

    private static void checkColumn(String option, String name, String other) {
        if (NONE.equals(name)) {
            return;
        }
        if (name == null || name.isBlank() || name.equals(other) || FIXED_COLUMNS.contains(name)) {
            throw new IllegalArgumentException(option + " must be a column name other than " + other + ", " + ID + ", "
                    + BATCH + ", " + TYPE + ", " + CONDITION + " and " + COUNTS + ", got " + name);
        }
    }

    /** Coordinates of a cell and, if genes are counted, about how many of these it has some of, at most. */
    public long numbersOfACell() {
        return 2L * dimension + genes.mostExpressed();
    }

    /** A builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings in the making; every setter returns the builder, {@link #build} checks. */
    public static final class Builder {
        private long cells = 4000;
        private int batches = 4;
        private int types = 8;
        private int dimension = 20;
        private double shift = 1.5;
        private double scale = 0.15;
        private double warp = 0.4;
        private double centre = 2.4;
        private double within = 1.8;
        private Composition composition = Composition.BALANCED;
        private double ratio = 100;
        private double concentration = 0.3;
        private double largestBatchShare = 0;
        private int conditions = 1;
        private double conditionEffect = 1;
        private Integer conditionTypes;
        private ConditionDesign conditionDesign = ConditionDesign.CROSSED;
        private int genes = 0;
        private double depth = 1000;
        private double depthDeviation = 0.3;
        private double geneEffect = 0.3;
        private double dropout = 0.1;
        private long seed = 1;
        private String embedding = "X_pca";
        private String truth = "X_truth";

        private Builder() {}

        public Builder cells(long value) {
            cells = value;
            return this;
        }

        public Builder batches(int value) {
            batches = value;
            return this;
        }

        public Builder types(int value) {
            types = value;
            return this;
        }

        public Builder dimension(int value) {
            dimension = value;
            return this;
        }

        public Builder shift(double value) {
            shift = value;
            return this;
        }

        public Builder scale(double value) {
            scale = value;
            return this;
        }

        public Builder warp(double value) {
            warp = value;
            return this;
        }

        public Builder centre(double value) {
            centre = value;
            return this;
        }

        public Builder within(double value) {
            within = value;
            return this;
        }

        public Builder composition(Composition value) {
            composition = value;
            return this;
        }

        public Builder ratio(double value) {
            ratio = value;
            return this;
        }

        public Builder concentration(double value) {
            concentration = value;
            return this;
        }

        public Builder largestBatchShare(double value) {
            largestBatchShare = value;
            return this;
        }

        public Builder conditions(int value) {
            conditions = value;
            return this;
        }

        public Builder conditionEffect(double value) {
            conditionEffect = value;
            return this;
        }

        /** Without it half of the types. */
        public Builder conditionTypes(int value) {
            conditionTypes = value;
            return this;
        }

        public Builder conditionDesign(ConditionDesign value) {
            conditionDesign = value;
            return this;
        }

        public Builder genes(int value) {
            genes = value;
            return this;
        }

        public Builder depth(double value) {
            depth = value;
            return this;
        }

        public Builder depthDeviation(double value) {
            depthDeviation = value;
            return this;
        }

        public Builder geneEffect(double value) {
            geneEffect = value;
            return this;
        }

        public Builder dropout(double value) {
            dropout = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder embedding(String value) {
            embedding = value;
            return this;
        }

        public Builder truth(String value) {
            truth = value;
            return this;
        }

        /** @throws IllegalArgumentException if a setting is out of its range; the message holds its name, its value and the range */
        public SynthSettings build() {
            return new SynthSettings(
                    cells,
                    batches,
                    types,
                    dimension,
                    shift,
                    scale,
                    warp,
                    centre,
                    within,
                    composition,
                    ratio,
                    concentration,
                    largestBatchShare,
                    conditions,
                    conditionEffect,
                    conditionTypes == null ? types / 2 : conditionTypes,
                    conditionDesign,
                    new GeneSettings(genes, depth, depthDeviation, geneEffect, dropout),
                    seed,
                    embedding,
                    truth);
        }
    }
}
