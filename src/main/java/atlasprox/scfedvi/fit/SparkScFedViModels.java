package atlasprox.scfedvi.fit;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.Version;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkModelFile;
import atlasprox.counts.genes.GeneFlavor;
import atlasprox.scfedvi.ScFedViModel;
import atlasprox.scfedvi.ScFedViSettings;
import atlasprox.scfedvi.net.Block;
import atlasprox.scfedvi.net.Weights;
import atlasprox.write.staged.StagedOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Models of scFedVI in folders: {@code model.json} has the settings; the Parquet table {@code genes} a row for each gene, {@code weights} one for each
 * row of each block of weights, {@code batches} each batch's vector, and how large the loss of cells held out was.
 */
public final class SparkScFedViModels {
    /** The format's name and version. */
    public static final String FORMAT = "atlasprox scfedvi 1";

    private static final String GENES = "genes";
    private static final String WEIGHTS = "weights";
    private static final String BATCHES = "batches";
    private static final StructType OF_GENES = StructType.fromDDL("number int, gene string");
    private static final StructType OF_WEIGHTS =
            StructType.fromDDL("number int, block string, learned boolean, row int, values array<float>");
    private static final StructType OF_BATCHES =
            StructType.fromDDL("batch string, vector array<float>, heldOutLoss double");

    private SparkScFedViModels() {}

    /** The content of {@code model.json}. */
    private record File(
            String format,
            String atlasprox,
            int genes,
            String geneFlavor,
            boolean roundCounts,
            ScFedViSettings settings) {}

    /**
     * What it takes to embed further cells.
     *
     * @param model encodes counts
     * @param genes how its genes were told, and whether counts are rounded to whole numbers first
     * @param heldOutLoss of batches by their names, the loss of their clients' cells held out; of some or none
     */
    public record Saved(ScFedViModel model, CountSettings genes, SortedMap<String, Double> heldOutLoss) {

        /** A model of which no losses are known. */
        public Saved(ScFedViModel model, CountSettings genes) {
            this(model, genes, new TreeMap<>());
        }

        /**
         * @param other the model with further batches
         * @param losses of these
         * @return that, with the losses of all batches
         */
        public Saved with(ScFedViModel other, SortedMap<String, Double> losses) {
            TreeMap<String, Double> all = new TreeMap<>(heldOutLoss);
            all.putAll(losses);
            return new Saved(other, genes, all);
        }

        /**
         * @param names to names of some of its batches other ones
         * @return the model with these batches alone, by the other names
         */
        public Saved named(Map<String, String> names) {
            Map<String, float[]> vectors = new TreeMap<>();
            TreeMap<String, Double> losses = new TreeMap<>();
            names.forEach((known, other) -> {
                if (model.vectors().containsKey(known)) {
                    vectors.put(other, model.vectors().get(known));
                }
                if (heldOutLoss.containsKey(known)) {
                    losses.put(other, heldOutLoss.get(known));
                }
            });
            return new Saved(
                    new ScFedViModel(model.genes(), model.settings(), model.weights(), vectors), genes, losses);
        }
    }

    /**
     * @param saved what to save
     * @param session to write with
     * @param output the folder to write in, which the caller publishes
     * @param within the model's folder in it, with a slash at its end; empty for the folder itself
     */
    public static void save(Saved saved, SparkSession session, StagedOutput output, String within) {
        ScFedViModel model = saved.model();
        write(session, genes(model), OF_GENES, output, within + GENES);
        write(session, weights(model.weights()), OF_WEIGHTS, output, within + WEIGHTS);
        write(session, batches(saved), OF_BATCHES, output, within + BATCHES);
        output.writeText(
                within + SparkModelFile.NAME,
                Json.page(new File(
                        FORMAT,
                        Version.atlasprox(),
                        saved.genes().genes(),
                        saved.genes().flavor().toString(),
                        saved.genes().roundCounts(),
                        model.settings())));
    }

    private static void write(
            SparkSession session, List<Row> rows, StructType schema, StagedOutput output, String place) {
        session.createDataFrame(rows, schema).coalesce(1).write().parquet(new Path(output.staging(), place).toString());
    }

    private static List<Row> genes(ScFedViModel model) {
        List<Row> rows = new ArrayList<>();
        model.genes().forEach(gene -> rows.add(RowFactory.create(rows.size(), gene)));
        return rows;
    }

    private static List<Row> weights(Weights weights) {
        List<Row> rows = new ArrayList<>();
        for (int number = 0; number < weights.blocks().size(); number++) {
            Block block = weights.blocks().get(number);
            for (int row = 0; row < block.rows().length; row++) {
                rows.add(RowFactory.create(number, block.name(), block.learned(), row, block.rows()[row]));
            }
        }
        return rows;
    }

    private static List<Row> batches(Saved saved) {
        return saved.model().vectors().entrySet().stream()
                .map(batch -> RowFactory.create(
                        batch.getKey(), batch.getValue(), saved.heldOutLoss().get(batch.getKey())))
                .toList();
    }

    /**
     * @param session to read with
     * @param file what the folder says of the model
     * @return the model
     * @throws BadDataException if the folder holds another model, or one that is not whole
     */
    public static Saved load(SparkSession session, SparkModelFile file) {
        File found = file.as(File.class, FORMAT);
        Map<String, float[]> vectors = new TreeMap<>();
        TreeMap<String, Double> losses = new TreeMap<>();
        read(session, file, BATCHES, OF_BATCHES, "batch").forEach(row -> {
            vectors.put(row.getString(0), floats(row, 1));
            if (!row.isNullAt(2)) {
                losses.put(row.getString(0), row.getDouble(2));
            }
        });
        try {
            ScFedViModel model = new ScFedViModel(
                    read(session, file, GENES, OF_GENES, "number").stream()
                            .map(row -> row.getString(1))
                            .toList(),
                    found.settings(),
                    weights(read(session, file, WEIGHTS, OF_WEIGHTS, "number", "row")),
                    vectors);
            return new Saved(
                    model,
                    CountSettings.ofGenes(found.genes(), GeneFlavor.of(found.geneFlavor()), false, found.roundCounts()),
                    losses);
        } catch (IllegalArgumentException e) {
            throw new BadDataException(
                    file.folder() + " holds a model that is not whole: " + e.getMessage()
                            + "; name another folder that embed --output-model wrote",
                    e);
        }
    }

    private static List<Row> read(
            SparkSession session, SparkModelFile file, String table, StructType schema, String... order) {
        return session.read()
                .schema(schema)
                .parquet(new Path(file.folder(), table).toString())
                .orderBy(Arrays.stream(order).map(functions::col).toArray(Column[]::new))
                .collectAsList();
    }

    private static Weights weights(List<Row> rows) {
        Map<String, List<Row>> blocks = new LinkedHashMap<>();
        rows.forEach(row -> blocks.computeIfAbsent(row.getString(1), none -> new ArrayList<>())
                .add(row));
        return new Weights(blocks.entrySet().stream()
                .map(block -> new Block(
                        block.getKey(),
                        block.getValue().get(0).getBoolean(2),
                        block.getValue().stream().map(row -> floats(row, 4)).toArray(float[][]::new)))
                .toList());
    }

    private static float[] floats(Row row, int place) {
        List<Float> values = row.getList(place);
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
