package atlasprox.counts;

import atlasprox.BadDataException;
import atlasprox.counts.genes.GeneSums;
import atlasprox.counts.pca.CovarianceSums;
import atlasprox.counts.pca.PrincipalComponents;
import atlasprox.spark.JobGroup;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

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
     * @param rows a table
     * @param batch the batch of each row, as a text
     * @param counts its column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @param settings how counts become an embedding
     * @param check is told what was found of the cells, before any long work, and refuses what cannot be used
     * @return the model
     */
    public static Result fit(
            Dataset<Row> rows,
            Column batch,
            Column counts,
            List<String> genes,
            CountSettings settings,
            CountCheck check) {
        JavaRDD<CountRow> cells = SparkCountRows.of(rows, batch, counts);
        try (SparkCounts sums = new SparkCounts(cells, genes.size(), settings)) {
            TreeMap<String, BatchCounts.Summary> batches =
                    JobGroup.in(rows.sparkSession().sparkContext(), "looking at the counts", sums::batches);
            check.require(batches, settings);
            int[] chosen = JobGroup.in(rows.sparkSession().sparkContext(), "finding variable genes", sums::chosen);
            double largest = batches.values().stream()
                    .mapToDouble(BatchCounts.Summary::largest)
                    .max()
                    .orElse(0.0);
            CountModel model = JobGroup.in(
                    rows.sparkSession().sparkContext(),
                    "adding up products of genes",
                    () -> components(sums, chosen, genes, largest, settings));
            return new Result(model, batches);
        }
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
        CovarianceSums products = sums.covariance(place, kept, cut, largest);
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
     * @param model gives cells coordinates
     * @param counts a column of vectors
     * @param genes the genes' names, in the order of the vectors
     * @return the cells' coordinates, floats; null for rows that are no usable cells
     */
    public static Column coordinates(CountModel model, Column counts, List<String> genes) {
        Map<String, Integer> number = new HashMap<>();
        for (int i = 0; i < model.genes().size(); i++) {
            number.put(model.genes().get(i), i);
        }
        int[] place =
                genes.stream().mapToInt(gene -> number.getOrDefault(gene, -1)).toArray();
        CountSettings settings = model.settings();
        Projection projection = model.projection();
        UDF1<Vector, float[]> coordinates = vector -> {
            CellCounts cell = vector == null ? null : SparkCountRows.cell(vector);
            return cell == null || cell.defect() != null
                    ? null
                    : projection.coordinates(settings.logged(cell, place));
        };
        return functions
                .udf(coordinates, DataTypes.createArrayType(DataTypes.FloatType, false))
                .apply(counts);
    }
}
