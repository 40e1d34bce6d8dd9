package atlasprox.read.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Methods called from the code that Spark generates for a row, on what it has at hand: arrays as {@code ArrayData}, texts as
 * {@code UTF8String}. A user-defined function would be given an object for each number.
 */
public final class RowCode {
    private RowCode() {}

    /**
     * @param target a serializable object of a public class
     * @param method the name of a public method of it, of as many parameters as there are arguments; it may be given nulls
     * @param type what the method returns
     * @param arguments columns
     * @return the method's result as a column
     */
    public static Column call(Object target, String method, DataType type, Column... arguments) {
        List<Expression> expressions =
                Arrays.stream(arguments).map(ExpressionUtils::expression).toList();
        return ExpressionUtils.column(new Invoke(
                Literal$.MODULE$.fromObject(target),
                method,
                type,
                seq(expressions),
                seq(List.<AbstractDataType>of()),
                false,
                true,
                true));
    }

    private static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
