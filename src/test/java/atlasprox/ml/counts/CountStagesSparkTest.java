package atlasprox.ml.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.counts.CountCheck;
import atlasprox.counts.CountModel;
import atlasprox.counts.CountSettings;
import atlasprox.counts.SparkCountPca;
import atlasprox.counts.genes.GeneFlavor;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.CellSources;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountColumns;
import atlasprox.read.table.CountSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stages that lead from counts to a corrected embedding, beside the command that does the same. */
@ExtendWith(SparkExtension.class)
class CountStagesSparkTest {
    private static final String FILE = "src/test/resources/counts/counts.h5ad";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"seurat, 100, false", "seurat_v3, 50, true", "seurat, 7, false"})
    void thePipelineFindsTheBitsThatTheCommandFinds(String flavor, int genes, boolean scale, SparkSession spark) {
        CountSource source = source(spark);
        Dataset<Row> cells = table(source);
        CountModel expected = SparkCountPca.fit(
                        source.cells().rows(),
                        functions.col("batch"),
                        ColumnNames.column(source.column()),
                        source.genes(),
                        new CountSettings(genes, GeneFlavor.of(flavor), 5, scale, false, false),
                        new CountCheck("X", true))
                .model();
        PipelineModel pipeline = pipeline(genes, flavor, scale).fit(cells);
        CountModel found = ((CountPcaModel) pipeline.stages()[2]).model();

        assertThat(found.genes()).isEqualTo(expected.genes());
        assertThat(found.loadings()).isDeepEqualTo(expected.loadings());
        assertThat(found.mean()).isEqualTo(expected.mean());
        assertThat(embeddings(pipeline.transform(cells), "X_pca"))
                .isEqualTo(embeddings(
                        cells.withColumn(
                                "X_pca", SparkCountPca.coordinates(expected, functions.col("counts"), source.genes())),
                        "X_pca"));
    }

    @Test
    void aPipelineWithTheRefinerIsSavedAndLoadedAsOne(SparkSession spark) throws Exception {
        Dataset<Row> cells = table(source(spark));
        PipelineModel fitted = pipeline(50, "seurat", true).fit(cells);
        String path = folder.resolve("pipeline").toString();
        fitted.save(path);
        PipelineModel loaded = PipelineModel.load(path);

        assertThat(loaded.stages()[1]).isInstanceOf(HighlyVariableGenesModel.class);
        assertThat(((HighlyVariableGenesModel) loaded.stages()[1]).chosen())
                .isEqualTo(((HighlyVariableGenesModel) fitted.stages()[1]).chosen())
                .hasSize(50);
        assertThat(loaded.stages()[3]).isInstanceOf(BatchRefinerModel.class);
        assertThat(((CountPcaModel) loaded.stages()[2]).model().share())
                .isEqualTo(((CountPcaModel) fitted.stages()[2]).model().share());
        assertThat(embeddings(loaded.transform(cells), "X_pca_corrected"))
                .isEqualTo(embeddings(fitted.transform(cells), "X_pca_corrected"));
        Pipeline pipeline = pipeline(50, "seurat", true);
        pipeline.save(folder.resolve("estimators").toString());
        Pipeline again = Pipeline.load(folder.resolve("estimators").toString());
        assertThat(((HighlyVariableGenes) again.getStages()[1]).settings())
                .isEqualTo(((HighlyVariableGenes) pipeline.getStages()[1]).settings());
    }

    @Test
    void genesAreFoundByTheirNamesInWhateverOrder(SparkSession spark) {
        CountSource source = source(spark);
        Dataset<Row> cells = table(source);
        PipelineModel pipeline = pipeline(50, "seurat", false).fit(cells);
        List<String> turned =
                source.genes().stream().sorted((a, b) -> b.compareTo(a)).toList();
        Dataset<Row> other = CountColumns.named(
                cells.withColumn("counts", SparkCountPca.chosen(functions.col("counts"), source.genes(), turned)),
                "counts",
                turned);
        assertThat(embeddings(pipeline.transform(other), "X_pca"))
                .isEqualTo(embeddings(pipeline.transform(cells), "X_pca"));
        Dataset<Row> strange = CountColumns.named(
                cells,
                "counts",
                source.genes().stream().map(gene -> gene + "-other").toList());
        assertThatThrownBy(() -> pipeline.transform(strange))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("the table has none of the 50 genes of the model");
    }

    /** A cell that has none of the chosen genes is a cell, one without counts is none. */
    @Test
    void cellsWithoutTheChosenGenesHaveCoordinatesAndUnusableOnesNone(SparkSession spark) {
        StructType schema = new StructType().add("counts", SQLDataTypes.VectorType());
        Dataset<Row> cells = spark.createDataFrame(
                List.of(
                        RowFactory.create(Vectors.sparse(3, new int[] {0, 2}, new double[] {5, 1})),
                        RowFactory.create(Vectors.sparse(3, new int[] {1, 2}, new double[] {3, 4})),
                        RowFactory.create(Vectors.sparse(3, new int[] {2}, new double[] {2})),
                        RowFactory.create(Vectors.sparse(3, new int[] {0, 1, 2}, new double[] {9, 1, 1})),
                        RowFactory.create(Vectors.sparse(3, new int[0], new double[0])),
                        RowFactory.create((Object) null)),
                schema);
        PipelineModel pipeline = new Pipeline()
                .setStages(new PipelineStage[] {
                    new CountNormalizer(), new HighlyVariableGenes().setGenes(2), new CountPca().setDimension(2)
                })
                .fit(cells);
        assertThat(((CountPcaModel) pipeline.stages()[2]).model().genes()).containsExactly("0", "1");
        assertThat(((CountPcaModel) pipeline.stages()[2]).model().mean()[0])
                .isCloseTo((log(5, 6) + log(9, 11)) / 4, within(1e-4));
        assertThat(pipeline.transform(cells).select("X_pca").collectAsList())
                .extracting(row -> row.isNullAt(0))
                .containsExactly(false, false, false, false, true, true);
    }

    private static double log(double count, double depth) {
        return Math.log1p(1e4 * count / depth);
    }

    @Test
    void whatCannotBeUsedIsNamed(SparkSession spark) {
        Dataset<Row> cells = table(source(spark));
        assertThatThrownBy(() -> new CountNormalizer().setCountsCol("umis").transform(cells))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("no column 'umis'; set countsCol to one of the columns");
        assertThatThrownBy(() -> new CountNormalizer().setOutputCol("Batch").transform(cells))
                .hasMessageContaining("the table has a column 'batch' already; set outputCol to another name");
        assertThatThrownBy(() -> new HighlyVariableGenes()
                        .setInputCol("counts")
                        .setGeneFlavor("seurat_v3")
                        .setNormalized(true)
                        .fit(cells))
                .hasMessageContaining("--normalized leaves no counts for --gene-flavor seurat_v3");
        assertThatThrownBy(() ->
                        new CountPca().setInputCol("counts").setDimension(5).fit(cells))
                .hasMessageContaining("are whole numbers, which are no logarithms");
        assertThatThrownBy(() -> HighlyVariableGenesModel.load(folder.toString()))
                .hasMessageContaining("a HighlyVariableGenesModel was saved in");
    }

    private static Pipeline pipeline(int genes, String flavor, boolean scale) {
        return new Pipeline().setStages(new PipelineStage[] {
            new CountNormalizer(),
            new HighlyVariableGenes().setBatchCol("batch").setGenes(genes).setGeneFlavor(flavor),
            new CountPca().setDimension(5).setScale(scale),
            new BatchRefiner().setEmbeddingCol("X_pca").setBatchCol("batch")
        });
    }

    private static List<Row> embeddings(Dataset<Row> cells, String column) {
        return cells.select("cell_id", column).orderBy("cell_id").collectAsList().stream()
                .map(row -> RowFactory.create(row.get(0), row.getList(1)))
                .map(Row.class::cast)
                .toList();
    }

    private static CountSource source(SparkSession spark) {
        return CellSources.counts(spark, List.of(FILE), new CountChoice("X", Optional.empty()));
    }

    private static Dataset<Row> table(CountSource source) {
        return CountColumns.named(
                source.cells().rows().withColumnRenamed(source.column(), "counts"), "counts", source.genes());
    }
}
