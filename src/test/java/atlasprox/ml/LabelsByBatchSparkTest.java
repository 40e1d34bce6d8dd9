package atlasprox.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.labels.LabelHead;
import atlasprox.labels.LabelReference;
import atlasprox.labels.learn.LabelExchanges.LabelledParts;
import atlasprox.labels.learn.LeftOut;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.synth.SynthSettings;
import atlasprox.synth.SynthTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Labels of which a batch has few cells near each other. */
@ExtendWith(SparkExtension.class)
class LabelsByBatchSparkTest {
    private static final int LEAST = 10;

    @Test
    void teachNothingOfTheseCellsWhateverOtherBatchesHave(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = refiner().setMinCells(LEAST).fit(cells).withLabels(cells, "label", "half");
        Map<String, Long> expected = expected(model, cells);
        LabelReference reference = model.heads().get("label").reference();
        Map<String, Long> found = new TreeMap<>();
        reference.labels().forEach((label, of) -> found.put(label, of.cells()));
        assertThat(found).isEqualTo(expected).doesNotContainKey("rare").containsKey("type_0");
        long told = found.values().stream().mapToLong(of -> of).sum();
        assertThat(told).isLessThan(590);
        LabelHead head = model.heads().get("label");
        assertThat(head.calibration().distances().values())
                .allMatch(of -> of.counts().values().stream().allMatch(bin -> bin >= LEAST));
        assertThat(head.calibration().distances().values().stream()
                        .mapToLong(of -> of.cells())
                        .sum())
                .isLessThanOrEqualTo(told);
        assertThat(model.summary().warnings()).anySatisfy(warning -> assertThat(warning)
                .contains("labelled in 'label' teach the model nothing")
                .contains("fewer than 10")
                .contains("nothing is learned here of 'rare' (10 cells)"));
    }

    /** Every cell's group, found one by one; the rest of a batch is of enough cells here. */
    private static Map<String, Long> expected(BatchRefinerModel model, Dataset<Row> cells) {
        Map<List<Object>, Long> groups = new HashMap<>();
        List<List<Object>> ofCells = new ArrayList<>();
        for (Row row : model.transform(cells)
                .select("batch", "label", "half", "X_pca_corrected")
                .collectAsList()) {
            double[] place = ModelLabels.centre(model)
                    .about(row.<Float>getList(3).stream()
                            .mapToDouble(Float::doubleValue)
                            .toArray());
            List<Object> group = Arrays.asList(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    ModelLabels.prototypes(model).of(place));
            groups.merge(group, 1L, Long::sum);
            ofCells.add(group);
        }
        Map<String, Long> expected = new TreeMap<>();
        ofCells.stream()
                .filter(group -> groups.get(group) >= LEAST && group.get(1) != null)
                .forEach(group -> expected.merge((String) group.get(1), 1L, Long::sum));
        return expected;
    }

    @Test
    void areToldAsTheyAreWhereNothingIsLeftOut(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        BatchRefinerModel model = refiner().fit(cells).withLabels(cells, "label");
        assertThat(model.heads().get("label").reference().labels().get("rare").cells())
                .isEqualTo(10);
        assertThat(model.summary().warnings()).noneMatch(warning -> warning.contains("teach the model nothing"));
    }

    @Test
    void ofASingleBatchAreHeldAgainstEachOther(SparkSession spark) {
        Dataset<Row> cells = cells(spark).filter("batch = 'batch_0'");
        BatchRefinerModel model =
                refiner().setMinCells(5).setPrototypes(2).fit(cells).withLabels(cells, "label");
        assertThat(model.heads().get("label").calibration().distances()).isNotEmpty();
    }

    @Test
    void growByWhatIsOfEnoughCells(SparkSession spark) {
        Dataset<Row> cells = cells(spark);
        Dataset<Row> first = cells.filter("batch != 'batch_2'");
        Dataset<Row> last = cells.filter("batch = 'batch_2'");
        BatchRefinerModel model = refiner().setMinCells(LEAST).fit(first).withLabels(first, "label", "half");
        BatchRefinerModel grown = model.extend(last, true).withMoreLabels(last, "label", "half");
        long before = cells(model);
        long added = expected(model.extend(last, true), last).values().stream()
                .mapToLong(of -> of)
                .sum();
        assertThat(cells(grown)).isEqualTo(before + added);
    }

    private static long cells(BatchRefinerModel model) {
        return model.heads().get("label").reference().labels().values().stream()
                .mapToLong(LabelReference.Behind::cells)
                .sum();
    }

    @Test
    void ofTooManyNamesAreRefusedHereAndLeftOutElsewhere(SparkSession spark) {
        Dataset<Row> cells = spark.range(0, 20_100, 1, 3)
                .selectExpr(
                        "concat('batch', id % 2) AS batch",
                        "concat('cell ', id) AS label", "array(float(id % 7), float(id % 5)) AS X_pca");
        for (int least : new int[] {1, 2}) {
            BatchRefinerModel model = refiner()
                    .setMethod("scbatchprox")
                    .setSolver("moments")
                    .setRounds(1)
                    .setMinCells(least)
                    .fit(cells);
            assertThatThrownBy(() -> model.withLabels(cells, "label"))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("label column 'label' has more than 20000 labels")
                    .hasMessageContaining("--label-head false");
            BatchRefinerModel shared = model.withSharedLabels(new Overfull(), List.of("label"));
            assertThat(shared.heads()).isEmpty();
            assertThat(shared.summary().warnings()).anySatisfy(warning -> assertThat(warning)
                    .startsWith("The model learned no labels of label (label column 'label' has more than"));
        }
    }

    /** Two sites, of which one finds that a column is one of identifiers. */
    private static final class Overfull implements Exchanges {
        @Override
        public <M extends Serializable, U> SortedMap<Integer, U> exchange(
                Exchange<M, U> exchange, String what, M message) {
            return new TreeMap<>(Map.of(
                    0,
                    exchange.update().cast(new LabelledParts[] {new LabelledParts(new boolean[2], false)}),
                    1,
                    exchange.update().cast(new LabelledParts[] {new LabelledParts(new boolean[2], true)})));
        }
    }

    @Test
    void areNamedAsFarAsThereAreNotTooMany() {
        SortedMap<String, Long> labels = new TreeMap<>(Map.of("b", 1L, "a", 3L));
        assertThat(ModelLabels.warning("type", new LeftOut(0L, new TreeMap<>()), 10))
                .isEmpty();
        assertThat(ModelLabels.warning("type", new LeftOut(1_200L, new TreeMap<>()), 10)
                        .orElseThrow())
                .startsWith("1,200 cells labelled in 'type' teach the model nothing")
                .endsWith("(--min-cells).");
        assertThat(ModelLabels.warning("type", new LeftOut(4L, labels), 10).orElseThrow())
                .endsWith("; so nothing is learned here of 'a' (3 cells), 'b' (1 cell).");
        for (int label = 0; label < 10; label++) {
            labels.put("more " + label, 9L);
        }
        assertThat(ModelLabels.warning("type", new LeftOut(94L, labels), 10).orElseThrow())
                .endsWith("'more 9' (9 cells) and 2 more labels.");
    }

    private static BatchRefiner refiner() {
        return new BatchRefiner()
                .setEmbeddingCol("X_pca")
                .setBatchCol("batch")
                .setPrototypes(8)
                .setRounds(2);
    }

    /** Ten cells are rare, in all batches; of each batch 20 have no label, so that what is left out is never of few. */
    private static Dataset<Row> cells(SparkSession spark) {
        SynthSettings settings = SynthSettings.builder()
                .cells(600L)
                .batches(3)
                .types(4)
                .dimension(10)
                .seed(1L)
                .build();
        return SynthTable.create(spark, settings, 2)
                .withColumn("row", functions.expr("row_number() OVER (PARTITION BY batch ORDER BY cell_id)"))
                .withColumn(
                        "label",
                        functions.expr("CASE WHEN row <= 20 THEN NULL WHEN row <= 23 THEN 'rare'"
                                + " WHEN row = 24 AND batch = 'batch_0' THEN 'rare' ELSE cell_type END"))
                .withColumn(
                        "half", functions.expr("if(row <= 20, NULL, if(cell_type in ('type_0', 'type_1'), 'a', 'b'))"))
                .drop("row");
    }
}
