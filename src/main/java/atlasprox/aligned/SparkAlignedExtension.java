package atlasprox.aligned;

import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ExpertRoom;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Parts;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.FitShares;
import atlasprox.cells.HeldCells;
import atlasprox.math.Centre;
import atlasprox.math.Moments;
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
    private final ExtensionServer.Arriving arriving;

    /**
     * @param batches the arriving batches' names, ascending
     * @param parts which part of which batch each of the census's clients is; values have the numbers that they have in the references
     * @param census of the same cells
     */
    public SparkAlignedExtension(
            AlignedSettings settings, List<String> batches, Parts parts, CellTable cells, Census census) {
        this.settings = settings;
        this.cells = cells;
        this.census = census;
        this.arriving = new ExtensionServer.Arriving(
                batches,
                parts,
                census.ofClients().stream().mapToLong(BatchCensus::cells).toArray());
    }

    /**
     * @param references what the batches are held against
     * @param centre what the reference's cells were taken about, as these are
     * @param listener is told of every round
     * @return the fit's outcome, its reference grown by the batches
     */
    public AlignedFit.Result run(References references, Centre centre, RoundListener listener) {
        ClientLayout layout = new ClientLayout(census.clients(), arriving.sizes(), cells.parallelism());
        double[] shares = FitShares.each(census, settings.fitCellsFor(1));
        double beside = 2.0 * room(references);
        try (HeldCells<CellBlock> held =
                cells.shards(layout, census.dimension(), settings.seed(), shares, centre, beside)) {
            return run(held.cells(), layout, shares, references, centre, listener);
        }
    }

    private AlignedFit.Result run(
            JavaRDD<CellBlock> blocks,
            ClientLayout layout,
            double[] shares,
            References references,
            Centre centre,
            RoundListener listener) {
        JavaRDD<ClientSample> samples =
                SparkSamples.of(blocks, layout, ClientCentroids.MOST_CELLS).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long[] fitted = SparkAlignedClients.fitted("reading the cells to fit on", blocks, shares, arriving.sizes());
            ExtensionServer server = ExtensionServer.of(settings, arriving, references)
                    .startingAt(SparkSamples.centroids(samples, arriving.sizes().length, settings));
            int[] ofBatches = arriving.parts().batch();
            server = server.with(SparkSamples.ownPrototypes(
                    arriving.parts().areWhole() ? samples : SparkSamples.joined(samples, shares, ofBatches),
                    server.search()));
            Rounds.Result<ExtensionState> rounds = Rounds.run(
                    server,
                    SparkClients.inPieces(blocks, new SumStep(moments(), centre, settings.minCells(), false))
                            .inTurns(ExpertRoom.turns(room(references), arriving.sizes().length)),
                    settings.rounds(),
                    listener);
            ExtensionState last = rounds.state();
            References grown = server.grown(last);
            return new AlignedFit.Result(
                    new CentredMixture(
                            centre,
                            AlignedFit.withoutFew(
                                    server.ofBatches(last), arriving.parts().sums(arriving.sizes()), settings)),
                    grown.all(),
                    grown.ofValues(),
                    rounds.trace(),
                    rounds.still(),
                    arriving.parts().sums(fitted),
                    null);
        } finally {
            samples.unpersist();
        }
    }

    /** What the arriving clients' experts take, or their sums, but for prototypes of their own. */
    private double room(References references) {
        return arriving.sizes().length * ExpertRoom.ofBatch(references.all().count().length, census.dimension());
    }

    private List<Moments> moments() {
        return census.ofClients().stream().map(BatchCensus::training).toList();
    }
}
