package atlasprox.read.table;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/**
 * Values as texts that are the same in every session: times are those of UTC, whatever the session's time zone, in which an hour comes
 * twice a year; decimals stand without an exponent, whether or not the session keeps to ANSI SQL. In a session of Spark's defaults in UTC a
 * plain cast gives the same.
 */
final class Texts {
    private static final String ZONE = "UTC";

    private Texts() {}

    /** The values of a column of any type as texts. */
    static Column of(Column value) {
        return ExpressionUtils.column(new Cast(
                ExpressionUtils.expression(value), DataTypes.StringType, Option.apply(ZONE), EvalMode$.MODULE$.ANSI()));
    }
}
