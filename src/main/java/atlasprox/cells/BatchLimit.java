package atlasprox.cells;

import atlasprox.BadDataException;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * How many batches a table may have.
 *
 * @param most of so many usable cells the most batches
 * @param refusal of a table that has more
 */
public record BatchLimit(LongUnaryOperator most, Function<BatchCount, BadDataException> refusal) {

    /** Whether a table has surely more batches, given that it has at least so many. */
    boolean isExceeded(long batches, long cells) {
        return batches > most.applyAsLong(cells);
    }

    /** @throws BadDataException if there are more batches */
    public void require(BatchCount count) {
        if (isExceeded(count.batches(), count.cells())) {
            throw refusal.apply(count);
        }
    }
}
