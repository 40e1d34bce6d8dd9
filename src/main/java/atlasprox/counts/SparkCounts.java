package atlasprox.counts;

import atlasprox.counts.genes.GeneFlavor;
import atlasprox.counts.genes.GeneScores;
import atlasprox.counts.genes.GeneSums;
import atlasprox.counts.genes.GeneVotes;
import atlasprox.counts.genes.SeuratDispersions;
import atlasprox.counts.genes.SeuratV3Variances;
import atlasprox.counts.pca.CountBlock;
import atlasprox.counts.pca.CovarianceSums;
import atlasprox.counts.pca.GeneOrder;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Passes over the counts of cells: each sends home sums of batches, or of all cells, and never a cell. */
final class SparkCounts implements AutoCloseable {
    /** Of a task's sums of batches. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int GENE_BYTES = 40;

    /** A sum of products takes as much memory as a thousand cells' counts, so there are few, of many cells each. */
    private static final int PARTS_PER_CORE = 2;

    private final JavaRDD<CountRow> rows;
    private final int genes;
    private final CountSettings settings;
    private final JavaPairRDD<String, BatchCounts> ofBatches;

    /**
     * @param rows the counts of the cells
     * @param genes the number of genes G
     * @param settings how they become an embedding
     */
    SparkCounts(JavaRDD<CountRow> rows, int genes, CountSettings settings) {
        this.rows = rows;
        this.genes = genes;
        this.settings = settings;
        int size = genes;
        CountSettings with = settings;
        this.ofBatches = byBatch(rows, genes, () -> new BatchCounts(size), (row, batch) -> add(row, batch, with))
                .reduceByKey(BatchCounts::merge)
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static void add(CountRow row, BatchCounts batch, CountSettings with) {
        CountDefect defect = row.defect();
        if (defect == null) {
            batch.add(row.cell(), with.summed(row.cell()), with.largest(row.cell()));
        } else {
            batch.addDefect(defect);
        }
    }

    private static <S> JavaPairRDD<String, S> byBatch(
            JavaRDD<CountRow> rows, int genes, SumsByBatch.Empty<S> empty, SumsByBatch.Adding<S> adding) {
        int most = (int) Math.max(1L, MOST_BYTES / GENE_BYTES / Math.max(1, genes));
        return rows.mapPartitions(part -> new SumsByBatch<>(part, empty, adding, most))
                .mapToPair(batch -> new Tuple2<>(batch.getKey(), batch.getValue()));
    }

    /** @return by its name what each batch comes to */
    TreeMap<String, BatchCounts.Summary> batches() {
        return new TreeMap<>(ofBatches.mapValues(BatchCounts::summary).collectAsMap());
    }

    /** @return the numbers of the genes to go on with, ascending */
    int[] chosen() {
        if (!settings.choosesAmong(genes)) {
            return IntStream.range(0, genes).toArray();
        }
        return settings.flavor().chosen(votes(withCells().count() > 1));
    }

    private JavaPairRDD<String, BatchCounts> withCells() {
        return ofBatches.filter(batch -> batch._2().sums().cells() > 0);
    }

    /**
     * @param several whether there is more than one batch, of these or others
     * @return what these batches say of which genes are variable
     */
    GeneVotes votes(boolean several) {
        int size = genes;
        int wanted = settings.genes();
        JavaPairRDD<String, BatchCounts> usable = withCells();
        JavaRDD<GeneScores> scores;
        if (settings.flavor() == GeneFlavor.SEURAT) {
            scores = usable.values().map(batch -> SeuratDispersions.of(batch.sums(), several));
        } else {
            scores = standardised(usable.mapValues(batch -> SeuratV3Variances.of(batch.sums())));
        }
        return scores.map(batch -> new GeneVotes(size, wanted).add(batch)).treeReduce(GeneVotes::merge);
    }

    /** A second pass, over counts that are cut by what the first one found of their batches. */
    private JavaRDD<GeneScores> standardised(JavaPairRDD<String, SeuratV3Variances> expected) {
        CountSettings with = settings;
        int size = genes;
        Map<String, double[]> cuts =
                new HashMap<>(expected.mapValues(SeuratV3Variances::cut).collectAsMap());
        Broadcast<Map<String, double[]>> shared =
                JavaSparkContext.fromSparkContext(rows.context()).broadcast(cuts);
        JavaPairRDD<String, GeneSums> sums = byBatch(usable(), genes, () -> new GeneSums(size), (row, batch) -> {
                    CellCounts cell = with.summed(row.cell()).cut(shared.value().get(row.batch()));
                    batch.add(cell.genes(), cell.values());
                })
                .reduceByKey(GeneSums::merge);
        return expected.join(sums).values().map(batch -> batch._1().scores(batch._2()));
    }

    private JavaRDD<CountRow> usable() {
        return rows.filter(row -> row.defect() == null);
    }

    /**
     * @param place for each gene its number among the chosen, below 0 for all others
     * @param kept how many are chosen
     * @param cut for each of these beyond which a value is taken for that
     * @param largest the largest value of any
     * @return the sums that means and covariances are made of
     */
    CovarianceSums covariance(int[] place, int kept, double[] cut, double largest) {
        CountSettings with = settings;
        GeneSums all = ofAllCells();
        GeneOrder order = new GeneOrder(shares(all, place, kept));
        int usual = Math.max(1, PARTS_PER_CORE * rows.context().defaultParallelism());
        return usable().coalesce(SparkGenePairs.parts(rows.context(), kept, all.cells(), usual))
                .mapPartitions(part -> sums(part, with, place, order, cut, largest))
                .treeReduce(CovarianceSums::merge);
    }

    private GeneSums ofAllCells() {
        int size = genes;
        return ofBatches
                .mapPartitions(batches -> {
                    GeneSums sums = new GeneSums(size);
                    batches.forEachRemaining(batch -> sums.merge(batch._2().sums()));
                    return List.of(sums).iterator();
                })
                .treeReduce(GeneSums::merge);
    }

    /** Of the cells, those that have some of each of the chosen genes. */
    private double[] shares(GeneSums all, int[] place, int kept) {
        double[] shares = new double[kept];
        for (int gene = 0; gene < genes; gene++) {
            if (place[gene] >= 0) {
                shares[place[gene]] = (double) all.expressing(gene) / all.cells();
            }
        }
        return shares;
    }

    private static Iterator<CovarianceSums> sums(
            Iterator<CountRow> part, CountSettings with, int[] place, GeneOrder order, double[] cut, double largest) {
        CovarianceSums sums = new CovarianceSums(order, largest);
        CountBlock block = sums.block();
        while (part.hasNext()) {
            CellCounts cell = with.logged(part.next().cell(), place).cut(cut);
            block.add(cell.genes(), cell.values());
            if (block.isFull()) {
                sums.add(block);
            }
        }
        sums.add(block);
        return List.of(sums).iterator();
    }

    /**
     * @param place for each gene its number among the chosen, below 0 for all others
     * @param kept how many are chosen
     * @return sums over all cells of what components are made of
     */
    GeneSums moments(int[] place, int kept) {
        CountSettings with = settings;
        return usable().mapPartitions(part -> {
                    GeneSums sums = new GeneSums(kept);
                    while (part.hasNext()) {
                        CellCounts cell = with.logged(part.next().cell(), place);
                        sums.add(cell.genes(), cell.values());
                    }
                    return List.of(sums).iterator();
                })
                .treeReduce(GeneSums::merge);
    }

    @Override
    public void close() {
        ofBatches.unpersist();
    }
}
