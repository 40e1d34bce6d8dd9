package atlasprox.sample;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One cell of a sample, to be scored or pictured.
 *
 * @param key its seeded hash, by which it was sampled
 * @param batch its batch
 * @param label its label, null where missing
 * @param embeddings its coordinates in every embedding
 */
public record SampledCell(long key, String batch, String label, float[][] embeddings) implements Serializable {
    /** By the coordinates of the first embedding, then of the next. */
    static final Comparator<SampledCell> COORDINATES =
            Comparator.comparing(SampledCell::embeddings, (a, b) -> Arrays.compare(a, b, Arrays::compare));

    /** By batch, label and coordinates: 0 for cells that are alike in everything. */
    static final Comparator<SampledCell> CONTENT = Comparator.comparing(SampledCell::batch)
            .thenComparing(SampledCell::label, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(COORDINATES);

    /** The same for the same cells in any order of rows. */
    static final Comparator<SampledCell> ORDER =
            Comparator.comparingLong(SampledCell::key).thenComparing(CONTENT);
}
