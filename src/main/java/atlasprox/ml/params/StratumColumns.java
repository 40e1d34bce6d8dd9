package atlasprox.ml.params;

import atlasprox.BadDataException;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that part batches: labels that guide a fit, and values between which differences are preserved.
 *
 * @param params the settings that name them
 */
public record StratumColumns(RefinerParams params) {
    private static final String GUIDE = "--guide";
    private static final String PRESERVE = "--preserve";

    /** @return the column of labels that guide a fit, if there is one */
    public Optional<String> guide() {
        return named(params.guideCol());
    }

    /** @return the column of values between which differences are preserved, if there is one */
    public Optional<String> preserve() {
        return named(params.preserveCol());
    }

    private Optional<String> named(Param<String> column) {
        return Optional.of(params.getOrDefault(column)).filter(name -> !name.equals(RefinerParams.NO_COLUMN));
    }

    /**
     * @param schema a table's schema
     * @return the labels that guide a fit, as texts, if there are any
     * @throws BadDataException if the table lacks the column that was named, or it is not one of labels
     */
    public Optional<Column> labels(StructType schema) {
        return guide().map(name -> {
            BatchColumn.requireLabels(schema, name, GUIDE);
            return BatchColumn.text(schema, name);
        });
    }

    /**
     * @param schema a table's schema
     * @return the values between which differences are preserved, as texts, if that is asked for
     * @throws BadDataException if the table lacks the column that was named, or it is one of numbers
     */
    public Optional<Column> values(StructType schema) {
        return preserve().map(name -> {
            BatchColumn.requireLabels(schema, name, PRESERVE);
            if (schema.apply(name).dataType() instanceof NumericType number) {
                throw new BadDataException("column '" + name + "' to preserve is of type " + number.simpleString()
                        + "; differences are preserved between values of which each has many cells: choose another "
                        + PRESERVE
                        + ", or make texts of its numbers");
            }
            return BatchColumn.text(schema, name);
        });
    }

    /**
     * @param schema a table's schema
     * @return the batch of each row, null where it has none, or lacks the value to preserve in a table that has the column
     */
    public Column usableBatch(StructType schema) {
        Column name = params.batch(schema).name();
        return preserve()
                .filter(column -> ColumnNames.has(schema, column))
                .map(column -> functions.when(BatchColumn.text(schema, column).isNotNull(), name))
                .orElse(name);
    }

    /** @throws BadDataException if one of the two is named beside what leaves no place for it */
    public void requirePlace() {
        guide().ifPresent(column -> requirePlace(GUIDE, column));
        preserve().ifPresent(column -> requirePlace(PRESERVE, column));
        if (guide().isPresent() && guide().equals(preserve())) {
            throw new BadDataException("column '" + guide().get() + "' cannot be both " + GUIDE + " and " + PRESERVE
                    + ": labels that batches share bring them together, values keep them apart");
        }
    }

    private void requirePlace(String option, String column) {
        if (params.isAsPublished()) {
            throw new BadDataException("scbatchprox, as published, has no place for " + option
                    + ": leave it out, or take --method aligned");
        }
        if (params.isPressed()) {
            throw new BadDataException("--theta takes it that all batches hold the same kinds in like proportions, and "
                    + option + " does not: leave out one of the two");
        }
        if (params.isDefined(params.batchCol())
                && List.of(params.getOrDefault(params.batchCol())).contains(column)) {
            throw new BadDataException("column '" + column + "' is what is corrected for: choose another " + option);
        }
    }
}
