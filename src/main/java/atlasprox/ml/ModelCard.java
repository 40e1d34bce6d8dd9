package atlasprox.ml;

import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.FilmMixture;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.results.FittedBatch;
import atlasprox.rounds.Correction;
import atlasprox.scbatchprox.FilmTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What there is to know of a saved model.
 *
 * @param method the method's name
 * @param dimension the number of embedding dimensions d
 * @param prototypes the number of prototypes K that all batches share; 0 where the method has none
 * @param referenceCells the cells that later batches are held against, for scbatchprox those of the training split; 0 for a model of
 *     aligned saved before there was a reference
 * @param versions the versions that led to this one, itself last
 * @param batches the batches of all versions, largest first
 * @param labels what the model tells labels of, by column and label; none where it tells none
 * @param settings the settings in force by their names
 */
public record ModelCard(
        String method,
        int dimension,
        int prototypes,
        long referenceCells,
        List<ModelVersion> versions,
        List<Batch> batches,
        List<Label> labels,
        Map<String, Object> settings) {

    /**
     * A batch that the model knows.
     *
     * @param batch its name
     * @param version the version that added it
     * @param cells its usable cells at that time
     * @param ownPrototypes how many prototypes it has beside those that all batches share
     * @param shift the length of its displacement as a whole, in units of the embedding: of beta for scbatchprox, of the start for aligned
     * @param leastScale the least gamma of any of its adapters or experts
     * @param largestScale the largest
     */
    public record Batch(
            String batch,
            int version,
            long cells,
            int ownPrototypes,
            double shift,
            double leastScale,
            double largestScale) {}

    /**
     * A label that the model can give to cells.
     *
     * @param column the label column
     * @param label the label
     * @param cells the cells behind it
     * @param batches the batches that have such cells
     */
    public record Label(String column, String label, long cells, int batches) {}

    /**
     * @param model any model
     * @return its card
     */
    public static ModelCard of(BatchRefinerModel model) {
        List<Batch> batches = new ArrayList<>();
        int shared = model.correction() instanceof CentredMixture aligned ? prototypes(aligned.mixture()) : 0;
        for (ModelVersion version : model.versions()) {
            version.batches().stream()
                    .filter(batch -> model.correction().client(batch.batch()) >= 0)
                    .forEach(batch -> batches.add(batch(model.correction(), shared, version.version(), batch)));
        }
        batches.sort(Comparator.comparingLong(Batch::cells).reversed().thenComparing(Batch::batch));
        return new ModelCard(
                model.getOrDefault(model.method()),
                model.correction().dimension(),
                shared,
                referenceCells(model),
                model.versions(),
                batches,
                labels(model),
                model.inForce());
    }

    private static List<Label> labels(BatchRefinerModel model) {
        List<Label> labels = new ArrayList<>();
        model.heads().forEach((column, head) -> head.reference()
                .labels()
                .forEach((label, behind) -> labels.add(new Label(column, label, behind.cells(), behind.batches()))));
        return labels;
    }

    /** Batches of the first fit have no others, so the fewest that a batch has are those that all share. */
    private static int prototypes(FilmMixture mixture) {
        return IntStream.range(0, mixture.batches().size())
                .map(client -> mixture.prototypes(client).length)
                .min()
                .orElseThrow();
    }

    private static long referenceCells(BatchRefinerModel model) {
        if (model.correction() instanceof FilmTable) {
            return model.versions().stream()
                    .mapToLong(ModelVersion::referenceCells)
                    .sum();
        }
        return model.learned().reference() == null
                ? 0L
                : model.learned().reference().cells();
    }

    private static Batch batch(Correction correction, int shared, int version, FittedBatch batch) {
        int client = correction.client(batch.batch());
        double[] shift = correction instanceof CentredMixture aligned
                ? aligned.mixture().start(client)
                : ((FilmTable) correction).beta(client);
        double[] scales = correction instanceof CentredMixture aligned
                ? Arrays.stream(aligned.mixture().gamma(client))
                        .flatMapToDouble(Arrays::stream)
                        .toArray()
                : ((FilmTable) correction).gamma(client);
        return new Batch(
                batch.batch(),
                version,
                batch.cells(),
                correction instanceof CentredMixture aligned ? aligned.mixture().prototypes(client).length - shared : 0,
                Math.sqrt(Arrays.stream(shift).map(x -> x * x).sum()),
                DoubleStream.of(scales).min().orElseThrow(),
                DoubleStream.of(scales).max().orElseThrow());
    }
}
