package atlasprox.synth;

import atlasprox.synth.CounterRandom.Stream;
import java.util.Optional;

/**
 * Where cells truly lie and what batches do to them. A cell of type t lies at {@code centre(t)} plus noise; in batch b it is seen at
 * {@code shift_b + scale_b * (truth + warp_bt)}, dimension by dimension. Everything follows from the settings and their seed; what
 * belongs to a batch is drawn when asked for, so the number of batches costs no memory. Safe to share between threads.
 */
public final class SynthModel {
    private final SynthSettings settings;
    private final BatchSizes sizes;
    private final double[][] centres;
    private final String[] typeNames;
    private final Optional<GeneModel> genes;

    public SynthModel(SynthSettings settings) {
        this.settings = settings;
        sizes = new BatchSizes(settings);
        centres = new double[settings.types()][];
        typeNames = new String[settings.types()];
        for (int type = 0; type < settings.types(); type++) {
            centres[type] = new CounterRandom(settings.seed(), Stream.TYPE, type)
                    .gaussians(settings.dimension(), settings.centre());
            typeNames[type] = "type_" + numbered(type, settings.types());
        }
        genes = settings.genes().areCounted() ? Optional.of(new GeneModel(settings)) : Optional.empty();
    }

    /** The settings given. */
    public SynthSettings settings() {
        return settings;
    }

    /** The true centre of a type (0 to types - 1); {@code dimension} coordinates. */
    public double[] centre(int type) {
        return centres[type].clone();
    }

    /** The same without a copy. */
    double[] centreOf(int type) {
        return centres[type];
    }

    /** Cells in a batch (0 to batches - 1). */
    public long batchSize(int batch) {
        return sizes.size(batch);
    }

    /** The batch of a cell (0 to cells - 1). */
    public int batchOf(long cell) {
        return sizes.batchOf(cell);
    }

    /** The expected share of each type in a batch, one row of the composition matrix: {@code types} shares that sum to 1. */
    public double[] typeShares(int batch) {
        double[] shares = settings.composition().weights(batch, settings);
        double sum = 0;
        for (double weight : shares) {
            sum += weight;
        }
        for (int type = 0; type < shares.length; type++) {
            shares[type] /= sum;
        }
        return shares;
    }

    /** What a batch does to its cells. */
    public BatchEffect effect(int batch) {
        CounterRandom random = new CounterRandom(settings.seed(), Stream.BATCH, batch);
        double[] shift = random.gaussians(settings.dimension(), settings.shift());
        double[] scale = random.gaussians(settings.dimension(), settings.scale());
        for (int i = 0; i < scale.length; i++) {
            scale[i] = StrictMath.exp(scale[i]);
        }
        double[][] warp = new double[settings.types()][];
        for (int type = 0; type < warp.length; type++) {
            warp[type] = random.gaussians(settings.dimension(), settings.warp());
        }
        return new BatchEffect(shift, scale, warp);
    }

    /** What counts of genes are drawn from, if cells have such. */
    Optional<GeneModel> genes() {
        return genes;
    }

    /**
     * What a condition (0 to conditions - 1) displaces the types by, in true coordinates: one row for each type; zeros for the first condition, and for
     * types that conditions do not act on.
     */
    public double[][] conditionEffect(int condition) {
        double[][] effect = new double[settings.types()][settings.dimension()];
        for (int type = 0; type < settings.conditionTypes() && condition > 0; type++) {
            effect[type] = new CounterRandom(
                            settings.seed(), Stream.CONDITION, (long) condition * settings.types() + type)
                    .gaussians(settings.dimension(), settings.conditionEffect());
        }
        return effect;
    }

    /** The condition (0 to conditions - 1) of a cell of a batch. */
    int conditionOf(long cell, int batch) {
        int conditions = settings.conditions();
        return settings.conditionDesign() == ConditionDesign.NESTED
                ? batch % conditions
                : (int) (conditions * new CounterRandom(settings.seed(), Stream.CONDITION_OF_CELL, cell).uniform());
    }

    /** Name of a condition, of the same length for all, such as {@code condition_1}. */
    public String conditionName(int condition) {
        return "condition_" + numbered(condition, settings.conditions());
    }

    /** Name of a batch, of the same length for all, such as {@code batch_07}. */
    public String batchName(int batch) {
        return "batch_" + numbered(batch, settings.batches());
    }

    /** Name of a type, of the same length for all, such as {@code type_3}. */
    public String typeName(int type) {
        return typeNames[type];
    }

    private static String numbered(int number, int count) {
        return CellNames.padded(number, Integer.toString(count - 1).length());
    }

    /**
     * What a batch does to its cells, in {@code dimension} coordinates.
     *
     * @param shift added to every cell of the batch
     * @param scale factor about the origin, above 0
     * @param warp one row for each type, added before the factor
     */
    public record BatchEffect(double[] shift, double[] scale, double[][] warp) {}
}
