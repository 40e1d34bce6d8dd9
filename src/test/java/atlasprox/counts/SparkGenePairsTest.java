package atlasprox.counts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.counts.pca.CovarianceSums;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SparkGenePairsTest {
    private static final long ANY = 0;
    private static final long FEW = 1_000;

    @Example
    void moreThanAnArrayHoldsAreRefusedWhateverTheMemory() {
        assertThatCode(() -> SparkGenePairs.require(SparkGenePairs.MOST_GENES, FEW, Long.MAX_VALUE, ANY))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SparkGenePairs.require(SparkGenePairs.MOST_GENES + 1, FEW, Long.MAX_VALUE, ANY))
                .isInstanceOf(BadDataException.class)
                .hasMessage(
                        "46,341 genes are more than the 46,340 that can be taken; take the most variable ones (--genes 2000)");
    }

    /** As much memory as the message says is enough. */
    @Property
    void theHeapNamedIsEnough(@ForAll @IntRange(min = 1_000, max = 46_340) int genes) {
        long heap = 28L * genes * genes;
        assertThatCode(() -> SparkGenePairs.require(genes, FEW, heap, ANY)).doesNotThrowAnyException();
        assertThatThrownBy(() -> SparkGenePairs.require(genes, FEW, heap - 1, ANY))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("--genes 2000")
                .satisfies(refused -> {
                    String after = refused.getMessage().split("ATLASPROX_HEAP=")[1];
                    long named = Long.parseLong(after.substring(0, after.indexOf('g'))) << 30;
                    SparkGenePairs.require(genes, FEW, named, ANY);
                });
    }

    @Property
    void whatATaskSendsHasToFit(@ForAll @IntRange(min = 1_000, max = 46_340) int genes, @ForAll boolean many) {
        long cells = many ? CovarianceSums.MOST + 1 : CovarianceSums.MOST;
        long result = (many ? 12L : 4L) * genes * genes;
        assertThatCode(() -> SparkGenePairs.require(genes, cells, Long.MAX_VALUE, result))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> SparkGenePairs.require(genes, cells, Long.MAX_VALUE, result - 1))
                .isInstanceOf(BadDataException.class)
                .hasMessageEndingWith("or raise spark.driver.maxResultSize");
    }
}
