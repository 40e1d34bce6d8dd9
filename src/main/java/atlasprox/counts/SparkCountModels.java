package atlasprox.counts;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Version;
import atlasprox.counts.genes.GeneFlavor;
import atlasprox.write.staged.StagedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Models of counts in folders: {@code model.json} has the settings and what each component explains, the Parquet table {@code genes} a row for each
 * gene.
 */
public final class SparkCountModels {
    private static final String FORMAT = "atlasprox counts 1";
    private static final String FILE = SparkModelFile.NAME;
    private static final String GENES = "genes";
    private static final StructType SCHEMA = StructType.fromDDL(
            "number int, gene string, mean double, deviation double, cut double, loadings array<double>");

    private SparkCountModels() {}

    /** The content of {@value #FILE}. */
    private record File(
            String format,
            String atlasprox,
            int genes,
            String geneFlavor,
            int dimension,
            boolean scale,
            boolean normalized,
            boolean roundCounts,
            double[] variance,
            double[] share) {}

    /**
     * @param model what to save
     * @param session to write with
     * @param output the folder to write, which the caller publishes
     */
    public static void save(CountModel model, SparkSession session, StagedOutput output) {
        save(model, session, output, "");
    }

    /**
     * @param model what to save
     * @param session to write with
     * @param output the folder to write in, which the caller publishes
     * @param within the model's folder in it, with a slash at its end; empty for the folder itself
     */
    public static void save(CountModel model, SparkSession session, StagedOutput output, String within) {
        CountSettings settings = model.settings();
        saveGenes(model, session, new Path(output.staging(), within + GENES).toString());
        output.writeText(
                within + FILE,
                Json.page(new File(
                        FORMAT,
                        Version.atlasprox(),
                        settings.genes(),
                        settings.flavor().toString(),
                        settings.dimension(),
                        settings.scale(),
                        settings.normalized(),
                        settings.roundCounts(),
                        model.variance(),
                        model.share())));
    }

    /**
     * @param model whose genes to save, with what is known of each
     * @param session to write with
     * @param path the Parquet table to write
     */
    public static void saveGenes(CountModel model, SparkSession session, String path) {
        List<Row> rows = new ArrayList<>();
        for (int gene = 0; gene < model.genes().size(); gene++) {
            int number = gene;
            double[] loadings = Arrays.stream(model.loadings())
                    .mapToDouble(component -> component[number])
                    .toArray();
            rows.add(RowFactory.create(
                    gene,
                    model.genes().get(gene),
                    model.mean()[gene],
                    model.deviation()[gene],
                    model.cut()[gene],
                    loadings));
        }
        session.createDataFrame(rows, SCHEMA).coalesce(1).write().parquet(path);
    }

    /**
     * @param session to read with
     * @param folder where a model was saved
     * @return the model
     * @throws BadDataException if there is none
     * @throws IOException if the file system cannot be reached
     */
    public static CountModel load(SparkSession session, String folder) throws IOException {
        File found = SparkModelFile.read(session, folder).as(File.class, FORMAT);
        return loadGenes(
                session,
                new Path(folder, GENES).toString(),
                new CountSettings(
                        found.genes(),
                        GeneFlavor.of(found.geneFlavor()),
                        found.dimension(),
                        found.scale(),
                        found.normalized(),
                        found.roundCounts()),
                found.variance(),
                found.share());
    }

    /**
     * @param session to read with
     * @param path where genes were saved
     * @param settings how the model was made
     * @param variance of the cells along each component
     * @param share of all variance that each component has
     * @return the model
     */
    public static CountModel loadGenes(
            SparkSession session, String path, CountSettings settings, double[] variance, double[] share) {
        List<Row> rows =
                session.read().schema(SCHEMA).parquet(path).orderBy("number").collectAsList();
        double[][] loadings = new double[settings.dimension()][rows.size()];
        for (int gene = 0; gene < rows.size(); gene++) {
            List<Double> ofGene = rows.get(gene).getList(rows.get(gene).fieldIndex("loadings"));
            for (int component = 0; component < loadings.length; component++) {
                loadings[component][gene] = ofGene.get(component);
            }
        }
        return new CountModel(
                settings,
                rows.stream().map(row -> row.<String>getAs("gene")).toList(),
                column(rows, "mean"),
                column(rows, "deviation"),
                column(rows, "cut"),
                loadings,
                variance,
                share);
    }

    private static double[] column(List<Row> rows, String name) {
        return rows.stream()
                .flatMapToDouble(row -> DoubleStream.of(row.<Double>getAs(name)))
                .toArray();
    }
}
