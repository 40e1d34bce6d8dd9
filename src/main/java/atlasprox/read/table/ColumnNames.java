package atlasprox.read.table;

import atlasprox.BadDataException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Column names as they stand: never read as expressions, whatever dots, blanks or quotes they hold. */
public final class ColumnNames {
    private ColumnNames() {}

    /**
     * @param name a top-level column's name
     * @return the column of exactly that name
     */
    public static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /**
     * @param schema a table's schema
     * @param name a column's name
     * @return whether the table has that column, to the letter
     */
    public static boolean has(StructType schema, String name) {
        return Arrays.asList(schema.fieldNames()).contains(name);
    }

    /**
     * @param schema a table's schema
     * @param name the name of a column to add
     * @return the column that is in its way: Spark writes no two columns whose names differ in case only
     */
    public static Optional<String> clash(StructType schema, String name) {
        return Arrays.stream(schema.fieldNames()).filter(name::equalsIgnoreCase).findFirst();
    }

    /**
     * @param schema a table's schema
     * @throws BadDataException if two columns' names differ in case only, which Spark cannot tell apart
     */
    public static void requireDistinct(StructType schema) {
        Map<String, String> seen = new HashMap<>();
        for (String name : schema.fieldNames()) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new BadDataException("the columns '" + other + "' and '" + name
                        + "' differ in case only, and Spark cannot tell them apart; rename or drop one of them");
            }
        }
    }

    /**
     * @param schema a table's schema
     * @return its columns and their types in one line, for error messages; the first 40 of them
     */
    public static String list(StructType schema) {
        String names = Arrays.stream(schema.fields())
                .limit(40)
                .map(ColumnNames::describe)
                .collect(Collectors.joining(", "));
        return schema.size() > 40 ? names + " and " + (schema.size() - 40) + " more" : names;
    }

    private static String describe(StructField field) {
        return field.name() + " (" + field.dataType().simpleString() + ")";
    }
}
