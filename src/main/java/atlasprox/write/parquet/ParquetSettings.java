package atlasprox.write.parquet;

import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.Version;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How Parquet files of embeddings are best written. */
public final class ParquetSettings {
    /** Versions of Parquet that {@link ArrayParquetFormat} was tried with; vendors name theirs otherwise. */
    private static final String SUPPORTED = "1\\.1[567]\\.\\d+";

    private ParquetSettings() {}

    /**
     * @param format the format of a table to write, by Spark's name
     * @return the format to ask Spark for: for Parquet, one that writes arrays of numbers in less time, where it was tried
     */
    public static String writer(String format) {
        return writer(format, parquetVersion());
    }

    static String writer(String format, String parquetVersion) {
        return format.equals("parquet") && parquetVersion.matches(SUPPORTED)
                ? ArrayParquetFormat.class.getName()
                : format;
    }

    /** The version at hand, not the one that this was compiled with, which the compiler would put here. */
    private static String parquetVersion() {
        try {
            return (String) Version.class.getField("VERSION_NUMBER").get(null);
        } catch (ReflectiveOperationException e) {
            return "none";
        }
    }

    /**
     * Coordinates hardly ever repeat, and nobody looks for their least and largest: dictionaries, which would be given up, and
     * statistics of them would take a good part of the writing.
     *
     * @param schema the columns to write
     * @return options for the writer
     */
    public static Map<String, String> of(StructType schema) {
        Map<String, String> options = new HashMap<>();
        for (StructField field : schema.fields()) {
            if (field.dataType() instanceof ArrayType array && isFractional(array.elementType())) {
                options.put("parquet.enable.dictionary#" + field.name() + ".list.element", "false");
                options.put("parquet.column.statistics.enabled#" + field.name() + ".list.element", "false");
            }
        }
        return options;
    }

    private static boolean isFractional(DataType type) {
        return type instanceof FloatType || type instanceof DoubleType;
    }
}
