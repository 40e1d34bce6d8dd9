package atlasprox.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.cli.OwnJvm;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Only sums leave a client: of all objects that come to the driver or leave it while a model is fitted, none has a cell in it, nor two
 * neighbouring coordinates of one, absolute, about the mean of all cells or of its batch, about the centre of the fit, or as a direction.
 */
@ExtendWith(SparkExtension.class)
class SumsOnlyIT {
    private static final int CELLS = 480;
    private static final int DIMENSION = 5;
    private static final int TYPES = 4;
    private static final String QUERIES = "query (?!command).*(float|double|decimal|binary|udt|vector).*";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "aligned, 1, 'donor,assay', --theta 2 --rounds 3",
        "aligned, 5, donor, --theta 2 --rounds 3",
        "scbatchprox, 1, donor, --solver moments --rounds 2",
        "scbatchprox, 5, donor, --solver adam --rounds 2"
    })
    void noCellComesToTheDriverInAFit(String method, int minCells, String batch, String more, SparkSession spark)
            throws IOException {
        double[] centre = write(
                spark,
                false,
                new BatchRefiner()
                        .setMethod(method)
                        .setBatchCol(batch.split(","))
                        .setMinCells(minCells)
                        .setRounds(1));
        List<String> seen = watched(
                "fit",
                "--batch",
                batch,
                "--method",
                method,
                "--min-cells",
                minCells,
                "--model",
                folder.resolve("model"),
                more);
        assertThat(seen).noneMatch(line -> line.startsWith("FOUND")).noneMatch(line -> line.matches(QUERIES));
        assertThat(centre(BatchRefinerModel.load(folder.resolve("model").toString())))
                .as("what was searched from")
                .containsExactly(centre);
        assertThat(seen).anyMatch(line -> line.startsWith("saw [L"));
        if (!more.contains("moments")) {
            assertThat(seen).anyMatch(line -> line.contains("SparkClients$Order"));
        }
    }

    @Test
    void aCellThatStandsAloneIsToldOfUnlessMoreMustStandBehindAGroup(SparkSession spark) throws IOException {
        write(spark, true, new BatchRefiner().setBatchCol("donor").setStart("none"));
        Object[] fit = {
            "fit",
            "--batch",
            "donor",
            "--start",
            "none",
            "--rounds",
            2,
            "--model",
            folder.resolve("model"),
            "--overwrite"
        };
        assertThat(watched(fit)).anyMatch(line -> line.startsWith("FOUND a cell about its batch's mean"));
        assertThat(watched(with(fit, "--min-cells", 2))).noneMatch(line -> line.startsWith("FOUND"));
    }

    @Test
    void theWatchSeesCellsThatAreCollected(SparkSession spark) throws IOException {
        write(spark, false, new BatchRefiner().setBatchCol("donor"));
        assertThat(watched("evaluate", "--batch", "donor")).anyMatch(line -> line.startsWith("FOUND a cell ["));
    }

    private static Object[] with(Object[] arguments, Object... more) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private List<String> watched(Object... arguments) throws IOException {
        Path log = folder.resolve("seen");
        Files.deleteIfExists(log);
        List<String> words = new ArrayList<>();
        for (Object argument : arguments) {
            words.addAll(List.of(argument.toString().split(" ")));
        }
        words.addAll(List.of("--input", folder.resolve("cells").toString(), "--embedding", "X_pca"));
        OwnJvm.run(
                        List.of(
                                "-Dspark.serializer=" + WatchingSerializer.class.getName(),
                                "-Dspark.sql.queryExecutionListeners=" + WatchedQueries.class.getName(),
                                "-D" + Watch.ROWS + "=" + folder.resolve("rows"),
                                "-D" + Watch.SEEN + "=" + log),
                        words.toArray(String[]::new))
                .ends(0);
        return Files.readAllLines(log);
    }

    private static float[] farOff(double deviation, Random random) {
        float[] cell = {-31.25f, -27.5f, -32.125f, -40.75f, 9.375f};
        for (int j = 0; j < DIMENSION; j++) {
            cell[j] += (float) (deviation * random.nextGaussian());
        }
        return cell;
    }

    /**
     * Cells of four types, in four donors by two assays; on request a fifth type far from all others, of which the second donor has several
     * cells and the first one has one.
     *
     * @return the centre that the refiner takes directions from
     */
    private double[] write(SparkSession spark, boolean lonely, BatchRefiner refiner) throws IOException {
        Random random = new Random(11);
        List<Row> rows = new ArrayList<>();
        StringBuilder known = new StringBuilder();
        // So far that no other cell of its batch has a share in the lonely cell's prototype.
        double apart = lonely ? 20.0 : 5.0;
        for (int i = 0; i < CELLS; i++) {
            int donor = i % 4;
            float[] cell = new float[DIMENSION];
            for (int j = 0; j < DIMENSION; j++) {
                double centre = i / 4 % TYPES == j % TYPES ? apart : 0.0;
                cell[j] = (float) (centre + 0.7 * donor * Math.sin(j + 1.0) + random.nextGaussian());
            }
            if (lonely && (i == 0 || donor == 1 && i < CELLS / 10)) {
                cell = farOff(i == 0 ? 0.0 : 1.0, random);
            }
            rows.add(RowFactory.create("d" + donor, "a" + i / 16 % 2, cell));
            known.append("d").append(donor);
            for (float x : cell) {
                known.append('\t').append(x);
            }
            known.append('\n');
        }
        StructType schema = StructType.fromDDL("donor string, assay string, X_pca array<float>");
        Dataset<Row> table = spark.createDataFrame(rows, schema);
        table.repartition(3).write().parquet(folder.resolve("cells").toString());
        double[] centre = centre(refiner.setEmbeddingCol("X_pca").fit(table));
        String ofCentre = Arrays.stream(centre).mapToObj(Double::toString).collect(Collectors.joining("\t"));
        Files.writeString(folder.resolve("rows"), ofCentre + "\n" + known);
        return centre;
    }

    private static double[] centre(BatchRefinerModel model) {
        return model.correction() instanceof CentredMixture aligned
                ? aligned.centre().coordinates()
                : new double[DIMENSION];
    }
}
