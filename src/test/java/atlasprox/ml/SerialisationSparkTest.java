package atlasprox.ml;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.ml.counts.CountNormalizer;
import atlasprox.ml.counts.CountPca;
import atlasprox.ml.counts.HighlyVariableGenes;
import atlasprox.read.table.CountColumns;
import atlasprox.rounds.RoundListener;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.reflect.ClassTag;

/** Stages travel as Spark's own do: by Java's serialisation and by Spark's. */
@ExtendWith(SparkExtension.class)
class SerialisationSparkTest {
    private static final List<Object> PROBES = List.of(
            -2,
            -1,
            0,
            1,
            2,
            -1L,
            0L,
            7L,
            -1.0,
            0.0,
            0.5,
            1.0,
            2.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            true,
            "fail",
            "l2",
            "adam",
            "aligned",
            "nonsense");

    @Test
    void everyStageKeepsItsParams(SparkSession spark) throws Exception {
        Dataset<Row> cells = counted(spark);
        Pipeline pipeline = ofCounts();
        Map<String, Params> stages = new LinkedHashMap<>();
        Stream.of(pipeline.getStages(), pipeline.fit(cells).stages())
                .flatMap(Stream::of)
                .forEach(stage -> stages.put(stage.getClass().getName(), stage));
        stages.put(LabelAnnotator.class.getName(), new LabelAnnotator(labelled(spark)));
        assertThat(stages.keySet()).containsExactlyInAnyOrderElementsOf(stageClasses());
        for (Params plain :
                List.of(new BatchRefiner(), refiner().fit(cells(spark)).copy(ParamMap.empty()))) {
            requireSame(plain, travelled(plain));
        }
        for (Params stage : stages.values()) {
            for (Param<?> param : stage.params()) {
                set(stage, param);
            }
            assertThat(stage.params()).allMatch(stage::isSet);
            requireSame(stage, travelled(stage));
            requireSame(stage, bySpark(stage));
        }
    }

    @Test
    void whatTravelledFitsAndTransformsToTheSameBits(SparkSession spark) throws Exception {
        Dataset<Row> cells = cells(spark);
        for (String method : List.of("aligned", "scbatchprox")) {
            BatchRefiner refiner = refiner().setMethod(method);
            BatchRefinerModel model = refiner.fit(cells);
            List<Row> expected = corrected(model.transform(cells));
            assertThat(corrected(travelled(model).transform(cells))).isEqualTo(expected);
            assertThat(corrected(bySpark(refiner).fit(cells).transform(cells))).isEqualTo(expected);
            assertThat(travelled(model).versions()).isEqualTo(model.versions());
            assertThat(travelled(model).summary()).isEqualTo(model.summary());
            Dataset<Row> arriving = cells.withColumn("donor", functions.lit("new"));
            assertThat(corrected(travelled(model).extend(arriving, true).transform(arriving)))
                    .isEqualTo(corrected(model.extend(arriving, true).transform(arriving)));
        }
    }

    @Test
    void pipelinesAndSearchesOfSettingsTravel(SparkSession spark) throws Exception {
        Dataset<Row> cells = cells(spark);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {refiner()});
        PipelineModel model = pipeline.fit(cells);
        List<Row> expected = corrected(model.transform(cells));
        assertThat(corrected(travelled(model).transform(cells))).isEqualTo(expected);
        assertThat(corrected(bySpark(pipeline).fit(cells).transform(cells))).isEqualTo(expected);
        Dataset<Row> counted = counted(spark);
        PipelineModel fromCounts = ofCounts().fit(counted);
        List<Row> corrected = corrected(fromCounts.transform(counted));
        assertThat(corrected(travelled(fromCounts).transform(counted))).isEqualTo(corrected);
        assertThat(corrected(bySpark(ofCounts()).fit(counted).transform(counted)))
                .isEqualTo(corrected);
        BatchRefiner refiner = refiner();
        TrainValidationSplit search = new TrainValidationSplit()
                .setEstimator(refiner)
                .setEvaluator(new Spread("spread"))
                .setEstimatorParamMaps(new ParamGridBuilder()
                        .addGrid(refiner.ridge(), new double[] {1.0, 3.0})
                        .build())
                .setSeed(5L);
        assertThat(travelled(search).fit(cells).validationMetrics())
                .hasSize(2)
                .containsExactly(search.fit(cells).validationMetrics());
        assertThat(corrected(travelled(search.fit(cells)).transform(cells)))
                .isEqualTo(corrected(search.fit(cells).transform(cells)));
    }

    /** It is of the JVM where it was set, and may hold anything. */
    @Test
    void aListenerStaysBehind(SparkSession spark) throws Exception {
        Object held = new Object();
        int[] heard = new int[1];
        RoundListener listener = (trace, rounds) -> heard[0] += held.hashCode() == 0 ? 0 : 1;
        BatchRefiner refiner = refiner().onRound(listener);
        BatchRefiner travelled = travelled(refiner);
        refiner.fit(cells(spark));
        int before = heard[0];
        assertThat(before).isPositive();
        travelled.fit(cells(spark));
        travelled.copy(ParamMap.empty()).fit(cells(spark));
        assertThat(heard[0]).isEqualTo(before);
    }

    private static List<String> stageClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("atlasprox").stream()
                        .filter(type -> type.isAssignableTo(PipelineStage.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(Params stage, Param<T> param) {
        Object value = stage.isDefined(param) ? stage.getOrDefault(param) : value(param);
        stage.set(param, (T) value);
    }

    private static Object value(Param<?> param) {
        return param instanceof DoubleParam ? (Object) 0.5 : param instanceof IntParam ? (Object) 3 : "text";
    }

    /** The same Params, values, defaults and ranges. */
    private static void requireSame(Params stage, Params travelled) {
        assertThat(travelled.uid()).isEqualTo(stage.uid());
        for (Param<?> param : stage.params()) {
            Param<Object> there = travelled.getParam(param.name());
            assertThat(travelled.isSet(there)).as(param.name()).isEqualTo(stage.isSet(param));
            assertThat(there.doc()).isEqualTo(param.doc());
            assertThat(value(travelled, there)).as(param.name()).isEqualTo(value(stage, param));
            assertThat(allowed(there)).as(param.name()).isEqualTo(allowed(param));
        }
    }

    private static Object value(Params stage, Param<?> param) {
        return stage.isDefined(param) && stage.getOrDefault(param) instanceof String[] several
                ? List.of(several)
                : stage.get(param).orElse(() -> stage.getDefault(param));
    }

    private static Map<Object, String> allowed(Param<?> param) {
        return PROBES.stream().collect(Collectors.toMap(probe -> probe, probe -> allows(param, probe)));
    }

    @SuppressWarnings("unchecked")
    private static String allows(Param<?> param, Object value) {
        try {
            return String.valueOf(((Param<Object>) param).isValid().apply(value));
        } catch (ClassCastException | IllegalArgumentException e) {
            return "another type";
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T travelled(T stage) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(stage);
        }
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) stream.readObject();
        }
    }

    private static <T> T bySpark(T stage) {
        var serializer = SparkEnv.get().closureSerializer().newInstance();
        ClassTag<T> type = ClassTag.apply(Object.class);
        return serializer.deserialize(serializer.serialize(stage, type), type);
    }

    private static BatchRefiner refiner() {
        return new BatchRefiner()
                .setEmbeddingCol("X")
                .setBatchCol("donor")
                .setPrototypes(3)
                .setRounds(2);
    }

    private static BatchRefinerModel labelled(SparkSession spark) {
        Dataset<Row> cells = cells(spark).withColumn("type", functions.expr("concat('t', id % 3)"));
        return refiner().fit(cells).withLabels(cells, "type");
    }

    private static Dataset<Row> cells(SparkSession spark) {
        return spark.range(0, 90, 1, 2)
                .selectExpr(
                        "id",
                        "IF(id % 2 = 0, 'a', 'b') AS donor",
                        "transform(sequence(0, 2), j -> float(sin(id * (j + 1.7)) + id % 2)) AS X");
    }

    private static Pipeline ofCounts() {
        return new Pipeline().setStages(new PipelineStage[] {
            new CountNormalizer(),
            new HighlyVariableGenes().setGenes(6),
            new CountPca().setDimension(3).setOutputCol("X"),
            refiner()
        });
    }

    /** The cells with counts of ten genes instead of an embedding. */
    private static Dataset<Row> counted(SparkSession spark) {
        Dataset<Row> rows = cells(spark)
                .drop("X")
                .withColumn(
                        "counts",
                        array_to_vector(
                                functions.expr(
                                        "transform(sequence(0, 9), j -> double(pmod(hash(id, j), 5 + j) * (id % 3 + j % 2)))")));
        return CountColumns.named(
                rows,
                "counts",
                IntStream.range(0, 10).mapToObj(gene -> "gene" + gene).toList());
    }

    private static List<Row> corrected(Dataset<Row> table) {
        return table.orderBy("id").select("id", "X_corrected").collectAsList();
    }

    /** The mean square length of the corrected cells. */
    private static final class Spread extends Evaluator {
        private static final long serialVersionUID = 1L;

        private final String uid;

        Spread(String uid) {
            this.uid = uid;
        }

        @Override
        public String uid() {
            return uid;
        }

        @Override
        public double evaluate(Dataset<?> table) {
            return Math.round(1e6
                            * table.selectExpr("avg(aggregate(X_corrected, 0D, (s, x) -> s + x * x))")
                                    .first()
                                    .getDouble(0))
                    / 1e6;
        }

        @Override
        public Evaluator copy(ParamMap extra) {
            return defaultCopy(extra);
        }
    }
}
