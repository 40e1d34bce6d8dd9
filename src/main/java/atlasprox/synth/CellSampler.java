package atlasprox.synth;

import atlasprox.synth.CounterRandom.Stream;
import atlasprox.synth.SynthModel.BatchEffect;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Draws the cells of a model. A cell depends on the settings, the seed and its index alone, in whatever order cells are asked for.
 * The last batch's effect is kept, so cells in order are fast. Not thread-safe.
 */
public final class CellSampler {
    private final SynthModel model;
    private int batch = -1;
    private String batchName;
    private BatchEffect effect;
    private double[] cumulativeShares;
    private BatchGenes genes;
    private final double[][][] conditionEffects;
    private final Optional<CountSampler> counts;

    public CellSampler(SynthModel model) {
        this.model = model;
        this.conditionEffects = IntStream.range(0, model.settings().conditions())
                .mapToObj(model::conditionEffect)
                .toArray(double[][][]::new);
        this.counts = model.genes()
                .map(genes -> new CountSampler(model.settings().genes().genes()));
    }

    /**
     * @param index 0 to cells - 1
     * @throws IndexOutOfBoundsException for any other index
     */
    public Cell cell(long index) {
        turnTo(model.batchOf(Objects.checkIndex(index, model.settings().cells())));
        CounterRandom random = random(Stream.CELL, index);
        int type = drawType(random.uniform());
        int condition = model.conditionOf(index, batch);
        float[] truth = new float[model.settings().dimension()];
        float[] embedding = new float[truth.length];
        place(type, condition, random, truth, embedding);
        return new Cell(
                CellNames.cell(index),
                batchName,
                model.typeName(type),
                model.conditionName(condition),
                truth,
                embedding,
                counts.map(each -> each.draw(genes, truth, random(Stream.COUNTS_OF_CELL, index)))
                        .orElse(GeneCounts.NONE));
    }

    private CounterRandom random(Stream stream, long index) {
        return new CounterRandom(model.settings().seed(), stream, index);
    }

    private void turnTo(int nextBatch) {
        if (nextBatch == batch) {
            return;
        }
        batchName = model.batchName(nextBatch);
        effect = model.effect(nextBatch);
        cumulativeShares = cumulative(model.typeShares(nextBatch));
        genes = model.genes().map(all -> all.ofBatch(nextBatch)).orElse(null);
        batch = nextBatch;
    }

    /** Divided by the sum, the entries from the last type that occurs on are exactly 1: no draw falls behind it. */
    private static double[] cumulative(double[] shares) {
        double[] cumulative = new double[shares.length];
        double sum = 0;
        for (int type = 0; type < shares.length; type++) {
            sum += shares[type];
            cumulative[type] = sum;
        }
        for (int type = 0; type < shares.length; type++) {
            cumulative[type] /= sum;
        }
        return cumulative;
    }

    private int drawType(double uniform) {
        int type = 0;
        while (uniform >= cumulativeShares[type]) {
            type++;
        }
        return type;
    }

    private void place(int type, int condition, CounterRandom random, float[] truth, float[] embedding) {
        double[] centre = model.centreOf(type);
        double[] displaced = conditionEffects[condition][type];
        double[] warp = effect.warp()[type];
        double within = model.settings().within();
        for (int i = 0; i < truth.length; i++) {
            double position = centre[i] + displaced[i] + within * random.gaussian();
            truth[i] = (float) position;
            embedding[i] = (float) (effect.shift()[i] + effect.scale()[i] * (position + warp[i]));
        }
    }

    /**
     * One cell.
     *
     * @param id such as {@code cell_00000042}
     * @param batch such as {@code batch_0}
     * @param type such as {@code type_3}
     * @param condition such as {@code condition_1}
     * @param truth true coordinates, {@code dimension} of them
     * @param embedding coordinates as seen in the batch, {@code dimension} of them
     * @param counts counts of genes; none where there are no genes
     */
    public record Cell(
            String id,
            String batch,
            String type,
            String condition,
            float[] truth,
            float[] embedding,
            GeneCounts counts) {}
}
