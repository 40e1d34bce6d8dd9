package atlasprox.counts;

import atlasprox.BadDataException;
import atlasprox.counts.genes.GeneSums;
import atlasprox.counts.pca.CovarianceSums;
import atlasprox.counts.pca.PrincipalComponents;
import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;

/** Principal components of counts in a table: which genes, their means, the components, and the coordinates of cells. */
public final class SparkCountPca {
    private SparkCountPca() {}

    /**
     * What was found of a table's counts.
     *
     * @param model gives cells coordinates
     * @param batches by their names
     */
    public record Result(CountModel model, TreeMap<String, BatchCounts.Summary> batches) {}

    /**
     * The genes to go on with.
     *
     * @param names of the genes, in the order of the table's
     * @param batches what was found of each, by their names
     */
    public record Genes(List<String> names, TreeMap<String, BatchCounts.Summary> batches) {

        /** @return the names of the batches that have usable cells, ascending */
        public List<String> usable() {
            return batches.keySet().stream()
                    .filter(batch -> batches.get(batch).cells() > 0L)
                    .toList();
        }

        /**
         * @param of names of batches
         * @return how many usable cells each has
         */
        public long[] cells(List<String> of) {
            return of.stream().mapToLong(batch -> batches.get(batch).cells()).toArray();
        }
    }

    /**
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param counts its column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @param settings how counts become an embedding
     * @param check is told what was found of the cells, before any long work, and refuses what cannot be used
     * @return the model
     * @throws BadDataException if there is no memory for the products of so many genes
     */
    public static Result fit(
            Dataset<Row> rows,
            Column batch,
            Column counts,
            List<String> genes,
            CountSettings settings,
            CountCheck check) {
        return fit(rows.sparkSession().sparkContext(), SparkCountRows.of(rows, batch, counts), genes, settings, check);
    }

    private static Result fit(
            SparkContext context,
            JavaRDD<CountRow> cells,
            List<String> genes,
            CountSettings settings,
            CountCheck check) {
        SparkGenePairs.require(context, settings.choosesAmong(genes.size()) ? settings.genes() : genes.size(), 0L);
        try (SparkGeneVotes counts = SparkGeneVotes.of(cells, genes.size(), settings, check)) {
            SparkCounts sums = counts.sums();
            TreeMap<String, BatchCounts.Summary> batches = counts.batches();
            int[] chosen = JobGroup.in(context, "finding variable genes", sums::chosen);
            SparkGenePairs.require(
                    context,
                    chosen.length,
                    batches.values().stream()
                            .mapToLong(BatchCounts.Summary::cells)
                            .sum());
            double largest = batches.values().stream()
                    .mapToDouble(BatchCounts.Summary::largest)
                    .max()
                    .orElse(0.0);
            CountModel model = JobGroup.in(
                    context, "adding up products of genes", () -> components(sums, chosen, genes, largest, settings));
            return new Result(model, batches);
        }
    }

    /**
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param counts its column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @param settings which genes to take, and how they are told
     * @param check is told what was found of the cells, before any long work, and refuses what cannot be used
     * @return the genes to take
     */
    public static Genes variable(
            Dataset<Row> rows,
            Column batch,
            Column counts,
            List<String> genes,
            CountSettings settings,
            CountCheck check) {
        try (SparkGeneVotes found = SparkGeneVotes.of(rows, batch, counts, genes, settings, check)) {
            List<String> names =
                    IntStream.of(found.sums().chosen()).mapToObj(genes::get).toList();
            return new Genes(names, found.batches());
        }
    }

    /**
     * @param rows a table
     * @param values its column of vectors of what components are made of; a cell may have none of these genes, or no vector
     * @param genes the genes' names, in the order of the vectors
     * @param settings which components to find
     * @return the model
     */
    public static CountModel components(Dataset<Row> rows, Column values, List<String> genes, CountSettings settings) {
        JavaRDD<CountRow> cells =
                SparkCountRows.of(rows, functions.lit("all cells"), values).map(CountRow::withSome);
        return fit(rows.sparkSession().sparkContext(), cells, genes, settings, new CountCheck("values", false))
                .model();
    }

    private static CountModel components(
            SparkCounts sums, int[] chosen, List<String> genes, double largest, CountSettings settings) {
        int kept = chosen.length;
        int[] place = place(chosen, genes.size());
        double[] deviation = new double[kept];
        double[] cut = new double[kept];
        Arrays.fill(deviation, 1.0);
        Arrays.fill(cut, Double.POSITIVE_INFINITY);
        if (settings.scale()) {
            GeneSums moments = sums.moments(place, kept);
            for (int gene = 0; gene < kept; gene++) {
                double found = Math.sqrt(moments.variance(gene));
                deviation[gene] = found > 0.0 ? found : 1.0;
                cut[gene] = moments.mean(gene) + CountSettings.MOST_DEVIATIONS * deviation[gene];
            }
        }
        // That of counts which are 10,000 a cell in all, so that the grid is the same whichever cells there are.
        CovarianceSums products = sums.covariance(place, kept, cut, Math.max(largest, Math.log1p(CellCounts.TARGET)));
        double[] covariance = products.covariance();
        double all = 0.0;
        for (int a = 0; a < kept; a++) {
            for (int b = 0; b < kept; b++) {
                covariance[a * kept + b] /= deviation[a] * deviation[b];
            }
            all += covariance[a * kept + a];
        }
        if (settings.dimension() > Math.min(kept, products.cells() - 1)) {
            throw new BadDataException(settings.dimension() + " components cannot be found in " + kept + " genes of "
                    + products.cells() + " cells; set --dimension to at most "
                    + Math.min(kept, products.cells() - 1));
        }
        PrincipalComponents found = PrincipalComponents.of(covariance, kept, settings.dimension());
        double whole = all;
        return new CountModel(
                settings,
                IntStream.of(chosen).mapToObj(genes::get).toList(),
                products.means(),
                deviation,
                cut,
                found.loadings(),
                found.variance(),
                Arrays.stream(found.variance())
                        .map(one -> whole > 0.0 ? one / whole : 0.0)
                        .toArray());
    }

    private static int[] place(int[] chosen, int genes) {
        int[] place = new int[genes];
        Arrays.fill(place, -1);
        for (int i = 0; i < chosen.length; i++) {
            place[chosen[i]] = i;
        }
        return place;
    }

    /**
     * @param counts a column of vectors
     * @param genes how many genes there are
     * @param settings what of a cell components are made of
     * @return that, as vectors; null for rows that are no usable cells
     */
    public static Column logged(Column counts, int genes, CountSettings settings) {
        return vectors(counts, cell -> vector(genes, settings.logged(cell)));
    }

    /**
     * @param values a column of vectors
     * @param genes the genes' names, in their order
     * @param chosen the genes to take
     * @return the vectors of these alone, in their order; 0 for genes that are not there, null for rows that are no usable cells
     */
    public static Column chosen(Column values, List<String> genes, List<String> chosen) {
        int[] place = places(chosen, genes);
        int size = chosen.size();
        return vectors(values, cell -> vector(size, cell.of(place)));
    }

    private interface OfCell extends Serializable {
        Vector of(CellCounts cell);
    }

    private static Column vectors(Column column, OfCell made) {
        UDF1<Vector, Vector> vectors = vector -> {
            CellCounts cell = vector == null ? null : SparkCountRows.cell(vector);
            return CountRow.isUsable(cell, false) ? made.of(cell) : null;
        };
        return functions.udf(vectors, SQLDataTypes.VectorType()).apply(column);
    }

    private static Vector vector(int size, CellCounts cell) {
        return Vectors.sparse(size, cell.genes(), cell.values());
    }

    /** For each gene of a table its number among others; below 0 where it is not there. */
    static int[] places(List<String> among, List<String> genes) {
        Map<String, Integer> number = new HashMap<>();
        for (int i = 0; i < among.size(); i++) {
            number.put(among.get(i), i);
        }
        return genes.stream().mapToInt(gene -> number.getOrDefault(gene, -1)).toArray();
    }

    /**
     * @param model gives cells coordinates
     * @param counts a column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @return the cells' coordinates, floats; null for rows that are no usable cells
     */
    public static Column coordinates(CountModel model, Column counts, List<String> genes) {
        return coordinates(model, counts, genes, false);
    }

    /**
     * @param model gives cells coordinates
     * @param values a column of vectors of what components are made of; a cell may have none of these genes
     * @param genes the genes' names, in the order of the vectors
     * @return the cells' coordinates, floats; null where there is no vector
     */
    public static Column projected(CountModel model, Column values, List<String> genes) {
        return coordinates(model, values, genes, true);
    }

    private static Column coordinates(CountModel model, Column counts, List<String> genes, boolean ofSome) {
        int[] place = places(model.genes(), genes);
        CountSettings settings = model.settings();
        Projection projection = model.projection();
        return SparkCellCoordinates.of(counts, ofSome, cell -> projection.coordinates(settings.logged(cell, place)));
    }
}
