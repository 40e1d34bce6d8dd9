package atlasprox.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.SparkExtension;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class SharedSparkTest {
    /** A serialised copy would be another object. */
    @Test
    void tasksOfThisJvmReadTheVeryObject(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        double[] numbers = {1.0, 2.0};
        try (Shared<double[]> shared = Shared.of(context, numbers)) {
            assertThat(shared.value()).isSameAs(numbers);
            assertThat(context.parallelize(List.of(1, 2, 3), 3)
                            .map(any -> System.identityHashCode(shared.value()))
                            .collect())
                    .containsOnly(System.identityHashCode(numbers));
        }
    }

    @Test
    void whatWasGivenUpIsReadNoMore(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Shared<String> shared = Shared.of(context, "a");
        shared.close();
        assertThatThrownBy(shared::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("given up");
        assertThatThrownBy(() -> context.parallelize(List.of(1), 1)
                        .map(any -> shared.value())
                        .collect())
                .hasMessageContaining("given up");
    }
}
