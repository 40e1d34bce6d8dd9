package atlasprox.job;

import atlasprox.read.BatchColumn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The contingency table of batch and label, and what it says of their dependence. */
final class LabelConfounding {
    private final Map<String, Map<String, Long>> byBatch = new TreeMap<>();
    private final Map<String, Map<String, Long>> byLabel = new TreeMap<>();
    private long unlabelled;

    private LabelConfounding() {}

    /** One pass over the two columns. */
    static Inspection.Confounding of(Dataset<Row> rows, BatchColumn batch, String label) {
        LabelConfounding table = new LabelConfounding();
        List<Row> counts = rows.select(
                        batch.name().as("batch"),
                        BatchColumn.text(rows.schema(), label).as("label"))
                .groupBy("batch", "label")
                .count()
                .collectAsList();
        for (Row count : counts) {
            table.add(count.getString(0), count.getString(1), count.getLong(2));
        }
        return new Inspection.Confounding(
                table.byLabel.size(), table.unlabelled, table.cramersV(), single(table.byBatch), single(table.byLabel));
    }

    private void add(String batch, String label, long cells) {
        if (batch == null || label == null) {
            unlabelled += cells;
            return;
        }
        byBatch.computeIfAbsent(batch, unused -> new TreeMap<>()).put(label, cells);
        byLabel.computeIfAbsent(label, unused -> new TreeMap<>()).put(batch, cells);
    }

    /** Cramer's V = sqrt( (sum n_bl^2 / (n_b n_l) - 1) / (min(B, L) - 1) ). */
    private double cramersV() {
        int fewer = Math.min(byBatch.size(), byLabel.size());
        if (fewer < 2) {
            return 0.0;
        }
        double sum = 0.0;
        for (Map<String, Long> labels : byBatch.values()) {
            double inBatch = total(labels);
            for (Map.Entry<String, Long> cell : labels.entrySet()) {
                double n = cell.getValue();
                sum += n * n / (inBatch * total(byLabel.get(cell.getKey())));
            }
        }
        return Math.sqrt(Math.max(0.0, sum - 1.0) / (fewer - 1));
    }

    private static double total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<String> single(Map<String, Map<String, Long>> table) {
        return table.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
