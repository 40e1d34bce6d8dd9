package atlasprox.sample;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One cell that was drawn to be scored or shown.
 *
 * @param key its hash, by which cells are drawn and ordered
 * @param batch its batch
 * @param label its label, null where missing
 * @param embeddings its coordinates in every embedding
 */
public record DrawnCell(long key, String batch, String label, float[][] embeddings) implements Serializable {
    /** The same for the same cells in any order of rows. */
    static final Comparator<DrawnCell> ORDER = Comparator.comparingLong(DrawnCell::key)
            .thenComparing(DrawnCell::batch)
            .thenComparing(DrawnCell::label, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(DrawnCell::embeddings, (a, b) -> Arrays.compare(a, b, Arrays::compare));
}
