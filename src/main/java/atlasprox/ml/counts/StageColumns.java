package atlasprox.ml.counts;

import atlasprox.BadDataException;
import atlasprox.read.table.ColumnNames;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The columns that a stage finds and adds. */
final class StageColumns {
    private StageColumns() {}

    /**
     * @param schema a table's schema
     * @param param the Param that names the column
     * @param name the column
     * @throws BadDataException if the table lacks it
     */
    static void require(StructType schema, String param, String name) {
        if (!ColumnNames.has(schema, name)) {
            throw new BadDataException(
                    "no column '" + name + "'; set " + param + " to one of the columns " + ColumnNames.list(schema));
        }
    }

    /**
     * @param schema a table's schema
     * @param name the column to add
     * @param type its type
     * @return the schema with it
     * @throws BadDataException if there is one of that name already
     */
    static StructType add(StructType schema, String name, DataType type) {
        ColumnNames.clash(schema, name).ifPresent(other -> {
            throw new BadDataException("the table has a column '" + other + "' already; set outputCol to another name");
        });
        return schema.add(name, type, true);
    }
}
