package atlasprox.job;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One cell to score, on its way to the driver.
 *
 * @param key its hash, by which cells are drawn and ordered
 * @param batch its batch
 * @param label its label, null where missing
 * @param embeddings its coordinates in every embedding
 */
record ScoredCell(long key, String batch, String label, float[][] embeddings) implements Serializable {
    /** The same for the same cells in any order of rows. */
    static final Comparator<ScoredCell> ORDER = Comparator.comparingLong(ScoredCell::key)
            .thenComparing(ScoredCell::batch)
            .thenComparing(ScoredCell::label, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(ScoredCell::embeddings, (a, b) -> Arrays.compare(a, b, Arrays::compare));
}
