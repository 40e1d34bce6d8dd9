package atlasprox.aligned;

import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.cells.HeldCells;
import atlasprox.math.Centre;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.Rounds;
import atlasprox.rounds.SparkClients;
import java.util.List;
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

    /**
     * @param reference what the batches are held against
     * @param centre what the reference's cells were taken about, as these are
     * @param listener is told of every round
     * @return the fit's outcome, its reference grown by the batches
     */
    public SparkAlignedFit.Result run(Reference reference, Centre centre, RoundListener listener) {
        ClientLayout layout = new ClientLayout(batches, sizes, cells.parallelism());
        double[] shares = FitShares.each(census, settings.fitCellsFor(1));
        try (HeldCells<CellBlock> held = cells.shards(layout, census.dimension(), settings.seed(), shares, centre)) {
            return run(held.cells(), layout, shares, reference, centre, listener);
        }
    }

    private SparkAlignedFit.Result run(
            JavaRDD<CellBlock> blocks,
            ClientLayout layout,
            double[] shares,
            Reference reference,
            Centre centre,
            RoundListener listener) {
        JavaRDD<ClientSample> samples =
                SparkSamples.of(blocks, layout, ClientCentroids.MOST_CELLS).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long[] fitted = SparkAlignedFit.fitted(blocks, shares, sizes);
            ExtensionServer server = ExtensionServer.of(settings, batches, sizes, reference)
                    .startingAt(SparkSamples.centroids(samples, batches.size(), settings));
            server = server.with(SparkSamples.ownPrototypes(samples, server.search()));
            Rounds.Result<ExtensionState> rounds = Rounds.run(
                    server,
                    SparkClients.inPieces(blocks, new SumStep(census.ofClients(), centre, settings.minCells())),
                    settings.rounds(),
                    listener);
            ExtensionState last = rounds.state();
            return new SparkAlignedFit.Result(
                    new CentredMixture(centre, SparkAlignedFit.withoutFew(last.mixture(), sizes, settings)),
                    server.grown(last),
                    rounds.trace(),
                    rounds.still(),
                    fitted,
                    null);
        } finally {
            samples.unpersist();
        }
    }
}
