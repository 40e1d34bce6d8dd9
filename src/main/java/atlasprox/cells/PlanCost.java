package atlasprox.cells;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/** What it takes to compute a table again, by its plan. */
final class PlanCost {
    private PlanCost() {}

    /**
     * @param table any table
     * @return whether it is read again as quickly as from a copy, and gives the same rows: files, a table that is held in memory, columns and
     *     rows chosen of these. All else (joins, aggregates, functions of the user's, random numbers) is not.
     */
    static boolean isReading(Dataset<Row> table) {
        // Of a table of its own: a table keeps the plan by which it was last computed, whatever was cached or given up
        // since.
        return isReading(table.select(functions.col("*")).queryExecution().withCachedData());
    }

    private static boolean isReading(LogicalPlan plan) {
        if (plan instanceof LogicalRelation
                || plan instanceof DataSourceV2Relation
                || plan instanceof InMemoryRelation
                || plan instanceof LocalRelation) {
            return true;
        }
        if (plan instanceof LogicalRDD rows) {
            return rows.rdd().isCheckpointed() || !rows.rdd().getStorageLevel().equals(StorageLevel.NONE());
        }
        boolean chooses = plan instanceof Project
                || plan instanceof Filter
                || plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof Union;
        return chooses
                && CollectionConverters.asJava(plan.expressions()).stream().allMatch(PlanCost::isPlain)
                && CollectionConverters.asJava(plan.children()).stream().allMatch(PlanCost::isReading);
    }

    private static boolean isPlain(Expression expression) {
        return expression.deterministic()
                && !(expression instanceof UserDefinedExpression)
                && !(expression instanceof SubqueryExpression)
                && CollectionConverters.asJava(expression.children()).stream().allMatch(PlanCost::isPlain);
    }
}
