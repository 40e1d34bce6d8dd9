package atlasprox.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SynthSettingsTest {
    @ParameterizedTest
    @MethodSource("outOfRange")
    void namesTheSettingItsRangeAndItsValue(UnaryOperator<SynthSettings.Builder> change, String message) {
        SynthSettings.Builder builder = change.apply(SynthSettings.builder());
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                wrong(b -> b.cells(0), "cells must be from 1 to 10000000000, got 0"),
                wrong(b -> b.cells(3), "cells (4 batches) must be at least 4, got 3"),
                wrong(b -> b.batches(-1), "batches must be from 1 to 100000, got -1"),
                wrong(b -> b.types(0), "types must be from 1 to 1000, got 0"),
                wrong(b -> b.dimension(0), "dimension must be from 1 to 10000, got 0"),
                wrong(b -> b.shift(-1), "shift must be from 0.0 to 1000.0, got -1.0"),
                wrong(b -> b.scale(Double.NaN), "scale must be from 0.0 to 2.0, got NaN"),
                wrong(b -> b.warp(-1), "warp must be from 0.0 to 1000.0, got -1.0"),
                wrong(b -> b.centre(2000), "centre must be from 0.0 to 1000.0, got 2000.0"),
                wrong(b -> b.within(-1), "within must be from 0.0 to 1000.0, got -1.0"),
                wrong(b -> b.ratio(101), "ratio must be from 1.0 to 100.0, got 101.0"),
                wrong(b -> b.concentration(0), "concentration must be from 0.001 to 1000.0, got 0.0"),
                wrong(b -> b.concentration(Double.NaN), "concentration must be from 0.001 to 1000.0, got NaN"),
                wrong(
                        b -> b.largestBatchShare(0.2),
                        "largest-batch-share (unless 0) must be from 0.25 to 0.99, got 0.2"),
                wrong(
                        b -> b.batches(2).largestBatchShare(0.3),
                        "largest-batch-share (unless 0) must be from 0.5 to 0.99, got 0.3"),
                wrong(
                        b -> b.batches(1000).largestBatchShare(0.9),
                        "largest-batch-share 0.9 leaves 400 cells for the other 999 batches; they need at least one each"),
                wrong(
                        b -> b.batches(1).composition(Composition.SINGLE_TYPE),
                        "batches (composition single-type) must be at least 2, got 1"),
                wrong(
                        b -> b.types(1).composition(Composition.RARE_TYPE),
                        "types (composition rare-type) must be at least 2, got 1"),
                wrong(
                        b -> b.types(6).composition(Composition.PARTLY_DISJOINT),
                        "types is too small for composition partly-disjoint: 4 batches need one type of their own each,"
                                + " and 6 types leave 3"),
                wrong(
                        b -> b.types(3).composition(Composition.DISJOINT),
                        "types is too small for composition disjoint: 4 batches need one type of their own each,"
                                + " and 3 types leave 3"),
                wrong(b -> b.genes(-1), "genes must be from 0 to 100000, got -1"),
                wrong(
                        b -> b.genes(50_000).dimension(1000),
                        "genes (dimension 1000) must be from 0 to 49950, got 50000"),
                wrong(b -> b.depth(0), "depth must be from 1.0 to 1000000.0, got 0.0"),
                wrong(b -> b.depthDeviation(Double.NaN), "depth-deviation must be from 0.0 to 2.0, got NaN"),
                wrong(b -> b.geneEffect(-1), "gene-effect must be from 0.0 to 2.0, got -1.0"),
                wrong(b -> b.dropout(0.7), "dropout must be from 0.0 to 0.6, got 0.7"),
                wrong(
                        b -> b.embedding("counts"),
                        "embedding must be a column name other than X_truth, cell_id, batch, cell_type, condition and counts,"
                                + " got counts"),
                wrong(
                        b -> b.truth("batch"),
                        "truth must be a column name other than X_pca, cell_id, batch, cell_type, condition and counts, got batch"),
                wrong(
                        b -> b.embedding("X_truth"),
                        "embedding must be a column name other than X_truth, cell_id, batch, cell_type, condition and counts, got X_truth"));
    }

    private static Arguments wrong(UnaryOperator<SynthSettings.Builder> change, String message) {
        return Arguments.of(change, message);
    }

    @Test
    void compositionsAreNamedAsOnTheCommandLine() {
        assertThat(Composition.values())
                .extracting(Composition::toString)
                .containsExactly(
                        "balanced",
                        "partly-disjoint",
                        "single-type",
                        "imbalance",
                        "disjoint",
                        "rare-type",
                        "dirichlet");
    }
}
