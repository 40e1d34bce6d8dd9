package atlasprox.job.counts;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.ml.params.ScFedViParams;
import atlasprox.read.table.GeneNames;
import atlasprox.rounds.RoundListener;
import atlasprox.scfedvi.ScFedViModel;
import atlasprox.scfedvi.fit.ClientBatches;
import atlasprox.scfedvi.fit.SparkClientBatches;
import atlasprox.scfedvi.fit.SparkScFedViFit;
import atlasprox.scfedvi.fit.SparkScFedViModels.Saved;
import atlasprox.scfedvi.fit.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.stream.LongStream;

/**
 * Batches that a saved model of scFedVI does not know: each one's vector is trained alone, on its own cells, with all else as it is. No cell's
 * coordinates change by that; the loss of cells held out tells how well the model describes the batch.
 *
 * @param saved the model
 * @param id the column of the cells' ids, as of {@link ScFedViFit}
 */
public record ScFedViArrival(Saved saved, Optional<String> id) {

    /**
     * @param cells the cells with their counts; those of batches that the model knows train nothing
     * @param failing whether a row that is no usable cell is refused
     * @param phase is told what is done, and with how many cells, where that is known
     * @param rounds is told of every round
     * @return the model that knows these batches too, with what was found of all batches and what the rounds did
     * @throws BadDataException if the model's decoder knows no batches, no batch is new to it, or the cells have no usable counts
     * @throws IllegalStateException if a batch's numbers have run away
     */
    public FittedEmbedder fit(
            CountEmbedding cells, boolean failing, ObjLongConsumer<String> phase, RoundListener rounds) {
        ScFedViModel model = saved.model();
        requireVectors();
        GeneNames.requireCommon(model.genes(), cells.source().genes());
        phase.accept("looking at the counts", 0L);
        SparkCountPca.Genes found = cells.genes(ofAllGenes(), ScFedViEmbedder.METHOD, failing);
        ClientBatches arriving = SparkClientBatches.each(arriving(found));
        long[] sizes = arriving.sums(found.cells(arriving.batches()));
        phase.accept(
                "training the vectors of " + sizes.length + " new batches",
                LongStream.of(sizes).sum());
        SparkScFedViFit.Result result = SparkScFedViFit.arriving(
                        model, ScFedViParams.arriving(model.settings(), sizes), arriving, found.batches())
                .run(cells.cells(model.genes(), saved.genes().roundCounts(), id), rounds);
        return new FittedEmbedder(
                new ScFedViEmbedder(saved.with(result.fit().model(), result.heldOutLoss())),
                found.batches(),
                Optional.of(ScFedViFit.summary(result, Traffic.ofVectors(model, sizes.length))
                        .beside(saved.heldOutLoss())));
    }

    private void requireVectors() {
        if (!saved.model().settings().batchVectors()) {
            throw new BadDataException(
                    "the model was fitted with --as-published and decodes all batches alike, so that there is "
                            + "nothing to train of a new one; leave out --new-batches");
        }
    }

    /** The model's are chosen already. */
    private CountSettings ofAllGenes() {
        return CountSettings.ofGenes(
                0, saved.genes().flavor(), false, saved.genes().roundCounts());
    }

    private List<String> arriving(SparkCountPca.Genes found) {
        List<String> usable = found.usable();
        List<String> unknown = usable.stream()
                .filter(batch -> !saved.model().vectors().containsKey(batch))
                .toList();
        if (unknown.isEmpty()) {
            throw new BadDataException("the model knows all " + usable.size() + " batches of the table, such as "
                    + Shown.name(usable.get(0)) + "; leave out --new-batches, or name another --batch");
        }
        return unknown;
    }
}
