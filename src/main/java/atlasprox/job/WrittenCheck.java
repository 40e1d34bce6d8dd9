package atlasprox.job;

import atlasprox.cells.CellTable;
import atlasprox.cells.Contents;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.EmbeddingColumn;
import atlasprox.read.Identifiers;
import atlasprox.write.RunSummary;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Holds the rows that stand in the output against those that were read: as many as expected, the very cells, the very ids. One pass
 * over the output's embeddings, one over its ids, and one over the input's ids.
 */
final class WrittenCheck {
    private final Dataset<Row> corrected;
    private final BatchRefinerModel model;
    private final Optional<String> id;

    /**
     * @param corrected the table as it was to be written
     * @param model the model that corrected it
     * @param id its id column
     */
    WrittenCheck(Dataset<Row> corrected, BatchRefinerModel model, Optional<String> id) {
        this.corrected = corrected;
        this.model = model;
        this.id = id;
    }

    /**
     * @param written the output as it reads
     * @param expected the rows that it must have
     * @param input the fingerprint of the cells that were read
     * @return the fingerprints of what was read and written
     * @throws IllegalStateException if rows, cells or ids are lost, added or altered
     */
    RunSummary.Fingerprints require(Dataset<Row> written, RunSummary.Counts expected, String input) {
        EmbeddingColumn before = model.embedding(corrected.schema());
        EmbeddingColumn after = EmbeddingColumn.resolve(written.schema(), model.output(before));
        List<EmbeddingColumn> both = List.of(EmbeddingColumn.resolve(written.schema(), before.name()), after);
        List<Contents> contents = CellTable.contents(
                written, model.batch(written.schema()), both, model.correction().dimension());
        Contents cells = contents.get(0);
        requireRows(cells.rows(), expected);
        if (!cells.fingerprint().equals(input)) {
            throw failed("the output's cells are not those of the input (fingerprint " + cells.fingerprint() + " where "
                    + input + " was expected)");
        }
        Optional<String> ids = id.map(column -> ids(written, column));
        return new RunSummary.Fingerprints(input, contents.get(1).fingerprint(), ids.orElse(null));
    }

    private static void requireRows(long rows, RunSummary.Counts expected) {
        if (rows != expected.written()) {
            throw failed("the output has " + rows + " rows where " + expected.written() + " were expected (read "
                    + expected.read() + ", dropped " + expected.dropped() + ")");
        }
    }

    /** The ids read are unique; ids written that have the same hash are the same ones. */
    private String ids(Dataset<Row> written, String column) {
        String found = Identifiers.fingerprint(written, column);
        String expected = Identifiers.fingerprint(corrected, column);
        if (!found.equals(expected)) {
            throw failed("the ids of the output (column '" + column + "') are not those of the input");
        }
        return found;
    }

    private static IllegalStateException failed(String what) {
        return new IllegalStateException(what + "; did the input change during the run? Nothing was published");
    }
}
