package atlasprox.counts;

import atlasprox.BadDataException;
import atlasprox.counts.genes.GeneVotes;
import atlasprox.spark.JobGroup;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts of some of the batches that genes are chosen for, the others being elsewhere. To be closed. */
public final class SparkGeneVotes implements AutoCloseable {
    private final SparkCounts sums;
    private final TreeMap<String, BatchCounts.Summary> batches;

    private SparkGeneVotes(SparkCounts sums, TreeMap<String, BatchCounts.Summary> batches) {
        this.sums = sums;
        this.batches = batches;
    }

    /**
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param counts its column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @param settings which genes to take, and how they are told
     * @param check refuses what cannot be used
     * @return what was found of the counts
     * @throws BadDataException if they cannot be used
     */
    public static SparkGeneVotes of(
            Dataset<Row> rows,
            Column batch,
            Column counts,
            List<String> genes,
            CountSettings settings,
            CountCheck check) {
        return of(SparkCountRows.of(rows, batch, counts), genes.size(), settings, check);
    }

    static SparkGeneVotes of(JavaRDD<CountRow> cells, int genes, CountSettings settings, CountCheck check) {
        SparkCounts sums = new SparkCounts(cells, genes, settings);
        try {
            TreeMap<String, BatchCounts.Summary> batches =
                    JobGroup.in(cells.context(), "looking at the counts", sums::batches);
            check.require(batches, settings);
            return new SparkGeneVotes(sums, batches);
        } catch (RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    /** @return what was found of each batch, by their names */
    public TreeMap<String, BatchCounts.Summary> batches() {
        return batches;
    }

    /**
     * @param several whether there is more than one batch, here or elsewhere
     * @return what these batches say of which genes are variable
     */
    public GeneVotes votes(boolean several) {
        return sums.votes(several);
    }

    /** @return the sums that all of this was found by */
    SparkCounts sums() {
        return sums;
    }

    @Override
    public void close() {
        sums.close();
    }
}
