package atlasprox.scbatchprox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FilmTableTest {
    private static final List<String> BATCHES = List.of("a", "b");

    @Property
    void theIdentityReturnsEveryBit(@ForAll @Size(3) double[] cell) {
        double[] corrected = cell.clone();
        FilmTable.identity(BATCHES, 3).correct(1, corrected);
        for (int j = 0; j < 3; j++) {
            assertThat(Double.doubleToRawLongBits(corrected[j])).isEqualTo(Double.doubleToRawLongBits(cell[j]));
        }
    }

    @Test
    void theIdentityKeepsTheSignOfZero() {
        double[] cell = {-0.0, Double.NaN, Double.NEGATIVE_INFINITY};
        FilmTable.identity(BATCHES, 3).correct(0, cell);
        assertThat(Double.doubleToRawLongBits(cell[0])).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(cell[1]).isNaN();
        assertThat(cell[2]).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void scalesAndMovesByTheRowOfTheBatch() {
        FilmTable table =
                new FilmTable(BATCHES, 2, new double[][] {{1, 1}, {2, 0.5}}, new double[][] {{0, 0}, {1, -1}});
        double[] cell = {3, 4};
        table.correct(table.client("b"), cell);
        assertThat(cell).containsExactly(7, 1);
    }

    @Test
    void knowsItsBatchesAndNoOthers() {
        FilmTable table = FilmTable.identity(BATCHES, 2);
        assertThat(table.client("a")).isZero();
        assertThat(table.client("b")).isEqualTo(1);
        assertThat(table.client("c")).isEqualTo(-1);
    }

    @Test
    void refusesWhatIsNoTable() {
        double[][] two = {{1}, {1}};
        assertThatThrownBy(() -> new FilmTable(List.of("b", "a"), 1, two, two))
                .hasMessage("batches are not ascending and distinct: 'b' before 'a'");
        assertThatThrownBy(() -> new FilmTable(BATCHES, 2, two, two))
                .hasMessage("gamma of batch 'a' has 1 values for 2 dimensions");
        assertThatThrownBy(() -> new FilmTable(BATCHES, 1, new double[][] {{1}}, two))
                .hasMessage("gamma has 1 rows for 2 batches");
        assertThatThrownBy(() -> new FilmTable(BATCHES, 1, two, new double[][] {{1}, {Double.NaN}}))
                .hasMessage("beta of batch 'b' is NaN in dimension 0");
    }
}
