package atlasprox.counts;

import atlasprox.BadDataException;
import atlasprox.counts.pca.CovarianceSums;
import java.util.Locale;
import org.apache.spark.SparkContext;

/** Room for the products of every two of the genes that are taken, which grow with the square of their number and not with the cells. */
final class SparkGenePairs {
    /** K x K numbers of all genes' covariances are one array of Java's, which has fewer than 2^31 places. */
    static final int MOST_GENES = 46_340;

    /** A task's upper triangle, in double. */
    private static final long TASK_BYTES = 4;

    /** The same of more cells than one triangle sums up exactly, beside sums of such sums in two doubles each. */
    private static final long FAR_BYTES = 12;

    /** The driver's sums of such sums, and the covariances, twice while the eigenvectors are looked for. */
    private static final long DRIVER_BYTES = 28;

    private static final double GIGABYTE = 1e9;

    private SparkGenePairs() {}

    /**
     * Of many genes each task's result is large: so fewer tasks add them up.
     *
     * @param cells how many there are
     * @param usual how many tasks there are of few genes
     * @return how many results of so many genes Spark brings to the driver, at least one
     */
    static int parts(SparkContext context, int genes, long cells, int usual) {
        long most = mostResults(context);
        return most == 0 ? usual : (int) Math.max(1, Math.min(usual, most / (taskBytes(cells) * genes * genes)));
    }

    /**
     * @param genes how many are to be taken at most
     * @param cells how many there are; 0 where that is not known yet
     * @throws BadDataException if there is no room for their products
     */
    static void require(SparkContext context, int genes, long cells) {
        require(genes, cells, Runtime.getRuntime().maxMemory(), mostResults(context));
    }

    /** @param mostResults bytes that tasks may send to the driver; 0 for any number */
    static void require(int genes, long cells, long heap, long mostResults) {
        long squared = (long) genes * genes;
        if (genes > MOST_GENES) {
            throw refused(genes, String.format(Locale.ROOT, "are more than the %,d that can be taken", MOST_GENES), "");
        }
        if (DRIVER_BYTES * squared > heap) {
            throw refused(
                    genes,
                    "need " + gigabytes(DRIVER_BYTES * squared)
                            + " in the driver for the products of every two, whose heap has " + gigabytes(heap),
                    ", or give more memory (ATLASPROX_HEAP=" + heapFor(squared)
                            + "g for submit/local.sh, --driver-memory for spark-submit)");
        }
        long task = taskBytes(cells) * squared;
        if (mostResults > 0 && task > mostResults) {
            throw refused(
                    genes,
                    "need " + gigabytes(task) + " for the products of every two, and a task may send "
                            + gigabytes(mostResults) + " to the driver",
                    ", or raise spark.driver.maxResultSize");
        }
    }

    private static long taskBytes(long cells) {
        return cells > CovarianceSums.MOST ? FAR_BYTES : TASK_BYTES;
    }

    private static long heapFor(long squared) {
        return (long) Math.ceil(DRIVER_BYTES * squared / (double) (1L << 30)) + 1;
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
    }

    private static BadDataException refused(int genes, String why, String otherwise) {
        return new BadDataException(String.format(
                Locale.ROOT, "%,d genes %s; take the most variable ones (--genes 2000)%s", genes, why, otherwise));
    }

    private static long mostResults(SparkContext context) {
        return context.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    }
}
