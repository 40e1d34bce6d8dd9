package atlasprox.aligned;

import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellSample;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.cells.HeldCells;
import atlasprox.rounds.RoundListener;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** Fits the experts of batches that arrive at a reference: start by shift, prototypes of their own, rounds. */
public final class SparkAlignedExtension {
    private final AlignedSettings settings;
    private final CellTable cells;
    private final Census census;
    private final List<String> batches;
    private final long[] sizes;

    /** @param census of the same cells, all of arriving batches */
    public SparkAlignedExtension(AlignedSettings settings, CellTable cells, Census census) {
        this.settings = settings;
        this.cells = cells;
        this.census = census;
        this.batches = census.clients();
        this.sizes = census.ofClients().stream().mapToLong(BatchCensus::cells).toArray();
    }

    public SparkAlignedFit.Result run(Reference reference, RoundListener listener) {
        ClientLayout layout = new ClientLayout(batches, sizes, cells.parallelism());
        double[] shares = FitShares.each(census, settings.fitCellsFor(1));
        try (HeldCells<CellBlock> held = cells.shards(layout, census.dimension(), settings.seed(), shares)) {
            return run(held.cells(), shares, reference, listener);
        }
    }

    private SparkAlignedFit.Result run(
            JavaRDD<CellBlock> blocks, double[] shares, Reference reference, RoundListener listener) {
        JavaPairRDD<Integer, CellSample> samples = SparkSamples.draw(blocks).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long[] fitted = SparkAlignedFit.fitted(blocks, shares, sizes);
            ExtensionRounds rounds = new ExtensionRounds(settings, batches, reference, listener);
            SparkSamples clients = new SparkSamples(samples, batches.size());
            double[][] shift = rounds.startShifts(clients.centroids(settings.seed()), sizes);
            double[][][] own = clients.ownPrototypes(rounds.ownPrototypes(), shift, sizes);
            AlignedRounds.Result result = rounds.run(new SparkSums(blocks, census.ofClients()), own, shift);
            return new SparkAlignedFit.Result(result, fitted);
        } finally {
            samples.unpersist();
        }
    }
}
