package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.math.PairSums;
import atlasprox.read.table.BareRows;
import atlasprox.read.table.BatchColumn;
import atlasprox.results.Inspection;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the contingency table of batch and label says of their dependence. Holds a few numbers for each batch and each label, never the
 * table, which a shuffle brings one entry after another; every sum is the same in any order of the rows.
 */
final class LabelConfounding {
    private static final int MOST_LABELS = 100_000;
    private static final int SHOWN = 5;

    private final Dataset<Row> pairs;
    private final String label;
    private final int mostLabels;

    /**
     * @param rows the table
     * @param batch its batch columns, of as many batches as can be held
     * @param label its label column
     */
    LabelConfounding(Dataset<Row> rows, BatchColumn batch, String label) {
        this(rows, batch, label, MOST_LABELS);
    }

    LabelConfounding(Dataset<Row> rows, BatchColumn batch, String label, int mostLabels) {
        this.pairs = rows.select(
                batch.name().as("batch"), BatchColumn.text(rows.schema(), label).as("label"));
        this.label = label;
        this.mostLabels = mostLabels;
    }

    /**
     * Two passes over the two columns.
     *
     * @throws BadDataException if there are more labels than there are cell types; tasks that see so read no further
     */
    Inspection.Confounding found() {
        Totals totals = totals();
        if (totals.overfull) {
            throw new BadDataException("label column '" + label + "' has more than " + mostLabels
                    + " values and looks like identifiers, not cell types (for example "
                    + totals.someLabels().stream()
                            .map(name -> Shown.name(name.toString()))
                            .collect(Collectors.joining(", "))
                    + ", ...); choose another --label, or leave it out");
        }
        Dependence table = dependence(totals);
        return new Inspection.Confounding(
                totals.labels.size(),
                totals.unlabelled,
                table.cramersV(totals),
                single(table.labelsOfBatch),
                single(table.batchesOfLabel));
    }

    private Totals totals() {
        int most = mostLabels;
        return BareRows.of(pairs)
                .mapPartitions(rows -> List.of(new Totals(most).with(rows)).iterator())
                .treeAggregate(new Totals(most), Totals::merge, Totals::merge);
    }

    private Dependence dependence(Totals totals) {
        Broadcast<Totals> shared = JavaSparkContext.fromSparkContext(
                        pairs.sparkSession().sparkContext())
                .broadcast(totals);
        try {
            return BareRows.of(pairs.filter("batch IS NOT NULL AND label IS NOT NULL")
                            .groupBy("batch", "label")
                            .count())
                    .mapPartitions(rows ->
                            List.of(new Dependence().with(rows, shared.value())).iterator())
                    .treeAggregate(new Dependence(), Dependence::merge, Dependence::merge);
        } finally {
            shared.destroy();
        }
    }

    private static List<String> single(Map<UTF8String, Long> partners) {
        return partners.entrySet().stream()
                .filter(entry -> entry.getValue() == 1L)
                .map(entry -> entry.getKey().toString())
                .sorted()
                .toList();
    }

    /** Spark reuses the bytes of a row, hence the copy of a name that is kept. */
    private static void add(Map<UTF8String, Long> counts, UTF8String name, long more) {
        Long before = counts.get(name);
        counts.put(before == null ? name.clone() : name, more + (before == null ? 0L : before));
    }

    /** The cells of each batch and of each label, where they have both; of one label too many a few are kept and no more counted. */
    private static final class Totals implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int most;
        private final HashMap<UTF8String, Long> batches = new HashMap<>();
        private final HashMap<UTF8String, Long> labels = new HashMap<>();
        private long unlabelled;
        private boolean overfull;

        Totals(int most) {
            this.most = most;
        }

        Totals with(Iterator<InternalRow> rows) {
            while (!overfull && rows.hasNext()) {
                InternalRow row = rows.next();
                if (row.isNullAt(0) || row.isNullAt(1)) {
                    unlabelled++;
                } else {
                    add(batches, row.getUTF8String(0), 1L);
                    add(labels, row.getUTF8String(1), 1L);
                    keepLimit();
                }
            }
            return this;
        }

        Totals merge(Totals other) {
            unlabelled += other.unlabelled;
            other.batches.forEach((batch, cells) -> add(batches, batch, cells));
            other.labels.forEach((name, cells) -> add(labels, name, cells));
            overfull |= other.overfull;
            keepLimit();
            return this;
        }

        private void keepLimit() {
            overfull |= labels.size() > most;
            if (overfull) {
                labels.keySet().retainAll(someLabels());
                batches.clear();
            }
        }

        List<UTF8String> someLabels() {
            return labels.keySet().stream().sorted().limit(SHOWN).toList();
        }
    }

    /** What the entries of the table add up to. */
    private static final class Dependence implements Serializable {
        private static final long serialVersionUID = 1L;

        private final HashMap<UTF8String, Long> labelsOfBatch = new HashMap<>();
        private final HashMap<UTF8String, Long> batchesOfLabel = new HashMap<>();
        private final PairSums shares = new PairSums(1);

        /** Rows of batch, label and the number n_bl of their cells, each pair once. */
        Dependence with(Iterator<InternalRow> rows, Totals totals) {
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                double n = row.getLong(2);
                shares.add(
                        0,
                        n
                                * n
                                / ((double) totals.batches.get(row.getUTF8String(0))
                                        * totals.labels.get(row.getUTF8String(1))));
                add(labelsOfBatch, row.getUTF8String(0), 1L);
                add(batchesOfLabel, row.getUTF8String(1), 1L);
            }
            return this;
        }

        Dependence merge(Dependence other) {
            shares.merge(other.shares);
            other.labelsOfBatch.forEach((batch, labels) -> add(labelsOfBatch, batch, labels));
            other.batchesOfLabel.forEach((name, batches) -> add(batchesOfLabel, name, batches));
            return this;
        }

        /** Cramer's V = sqrt( (sum n_bl^2 / (n_b n_l) - 1) / (min(B, L) - 1) ). */
        double cramersV(Totals totals) {
            int fewer = Math.min(totals.batches.size(), totals.labels.size());
            return fewer < 2 ? 0.0 : Math.sqrt(Math.max(0.0, shares.get(0) - 1.0) / (fewer - 1));
        }
    }
}
