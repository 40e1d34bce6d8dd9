package atlasprox.read.table;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Names of parts of batches, where labels guide a fit or a column's values are preserved: {@code value|label|batch}, value and label with an
 * equals sign before, or a minus sign instead where they are missing; a bar or backslash within is escaped, so names cannot collide.
 */
public final class PartNames {
    private static final String THERE = "=";
    private static final String MISSING = "-";

    private PartNames() {}

    /**
     * A part of a batch.
     *
     * @param batch the batch's name
     * @param label the label that guides; none where cells have none
     * @param value the value to preserve; empty where none is asked for
     */
    public record Part(String batch, Optional<String> label, String value) {}

    /**
     * @param batch the batch's name, a column of texts
     * @param label the label that guides, a column of texts, if there is one
     * @param value the value to preserve, a column of texts, if there is one
     * @return the name of the part of the batch that a cell is of; null where it has no batch
     */
    public static Column of(Column batch, Optional<Column> label, Optional<Column> value) {
        Column name = functions.concat_ws(
                "|",
                value.map(PartNames::marked).orElse(functions.lit(THERE)),
                label.map(PartNames::marked).orElse(functions.lit(THERE)),
                BatchColumn.escaped(batch));
        return functions.when(batch.isNotNull(), name);
    }

    private static Column marked(Column text) {
        return functions.coalesce(
                functions.concat(functions.lit(THERE), BatchColumn.escaped(text)), functions.lit(MISSING));
    }

    /**
     * @param name a part's name
     * @return whether its cells lack the value to preserve
     */
    public static boolean lacksValue(String name) {
        return name.startsWith(MISSING);
    }

    /**
     * @param name a part's name
     * @return the part
     */
    public static Part part(String name) {
        List<String> values = BatchColumn.values(name, 3);
        String label = values.get(1);
        return new Part(
                values.get(2),
                label.equals(MISSING) ? Optional.empty() : Optional.of(label.substring(1)),
                values.get(0).substring(1));
    }

    /**
     * @param name a part's name
     * @param batch the name of another batch
     * @return the name of the part of the other batch that has the same label and value
     */
    public static String inBatch(String name, String batch) {
        int bar = name.length() - 1;
        while (name.charAt(bar) != '|' || isEscaped(name, bar)) {
            bar--;
        }
        return name.substring(0, bar + 1) + batch.replace("\\", "\\\\").replace("|", "\\|");
    }

    private static boolean isEscaped(String name, int place) {
        int before = place;
        while (before > 0 && name.charAt(before - 1) == '\\') {
            before--;
        }
        return (place - before) % 2 == 1;
    }
}
