package atlasprox.read.table;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Tells usable embeddings from others. Public for Spark's generated code alone.
 *
 * @param singlePrecision whether embeddings are arrays of float; else they are of double
 */
public record FiniteNumbers(boolean singlePrecision) implements Serializable {

    /**
     * @param embedding an embedding, or null
     * @return whether it is there and every coordinate is finite in single precision
     */
    public boolean areIn(ArrayData embedding) {
        if (embedding == null) {
            return false;
        }
        for (int j = 0; j < embedding.numElements(); j++) {
            if (embedding.isNullAt(j) || !Float.isFinite(number(embedding, j))) {
                return false;
            }
        }
        return true;
    }

    private float number(ArrayData embedding, int j) {
        return singlePrecision ? embedding.getFloat(j) : (float) embedding.getDouble(j);
    }
}
