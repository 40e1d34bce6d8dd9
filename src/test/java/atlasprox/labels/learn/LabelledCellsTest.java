package atlasprox.labels.learn;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.labels.LabelReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelledCellsTest {

    @Test
    void cellsThatAreSaidToHaveNoLabelTeachNothing() {
        LabelledCells cells = new LabelledCells(1);
        LabelledCells others = new LabelledCells(1);
        for (int i = 0; i < 10; i++) {
            (i < 5 ? cells : others).add(0, "a batch", i % 2 == 0 ? "unassigned" : "T", 0, new double[] {i});
        }
        cells.merge(others);
        assertThat(cells.unassigned()).isEqualTo(5);
        LabelReference reference = cells.parts().addedTo(LabelReference.none(1), 1);
        assertThat(reference.labels()).containsOnlyKeys("T");
        assertThat(reference.degrees()).isEqualTo(4);
    }

    /** Whole batches are at one side or another. */
    @Property(tries = 50)
    void partsOfSeveralSidesAddUpToThoseOfAll(@ForAll @IntRange(min = 1, max = 4) int sides, @ForAll long seed) {
        Random random = new Random(seed);
        LabelledCells all = new LabelledCells(2);
        List<LabelledCells> ofSides = new ArrayList<>();
        for (int side = 0; side < sides; side++) {
            ofSides.add(new LabelledCells(2));
        }
        for (int cell = 0; cell < 80; cell++) {
            int batch = random.nextInt(5);
            String label = "type" + random.nextInt(3);
            int prototype = random.nextInt(2);
            double[] place = {random.nextGaussian(), random.nextGaussian()};
            for (LabelledCells each : List.of(all, ofSides.get(batch % sides))) {
                each.add(batch % 3, "batch" + batch, label, prototype, place);
            }
        }
        LabelParts parts = ofSides.stream()
                .map(LabelledCells::parts)
                .reduce(LabelParts::merge)
                .orElseThrow();
        assertThat(parts.batches()).isEqualTo(all.parts().batches());
        assertThat(parts.labelled(4).there())
                .isEqualTo(all.parts().labelled(4).there())
                .hasSize(4)
                .endsWith(false);
        requireSame(parts.addedTo(LabelReference.none(2), 1), all.parts().addedTo(LabelReference.none(2), 1));
        requireSame(parts.without(1, 2, 5), all.parts().without(1, 2, 5));
        assertThat(parts.without(1, 2, 1).degrees())
                .isLessThan(parts.addedTo(LabelReference.none(2), 1).degrees());
    }

    private static void requireSame(LabelReference found, LabelReference expected) {
        assertThat(found.labels()).isEqualTo(expected.labels());
        assertThat(found.scatter()).isDeepEqualTo(expected.scatter());
        assertThat(found.components()).usingRecursiveComparison().isEqualTo(expected.components());
    }

    @Test
    void aColumnOfIdentifiersIsLetGoOf() throws IOException {
        for (int more : new int[] {1, LabelParts.MOST_LABELS}) {
            LabelledCells full = identifiers(0, LabelParts.MOST_LABELS);
            assertThat(full.parts().overfull()).isFalse();
            requireNothingKept(full.merge(identifiers(LabelParts.MOST_LABELS, more)));
        }
        LabelledCells overfull = identifiers(0, LabelParts.MOST_LABELS + 9);
        requireNothingKept(overfull);
        requireNothingKept(overfull.merge(identifiers(0, 5)));
        requireNothingKept(identifiers(0, 5).merge(overfull));
    }

    @Test
    void soIsOneOfWhichNoSideHasTooMany() {
        LabelParts one = identifiers(0, LabelParts.MOST_LABELS / 2 + 1).parts();
        LabelParts other = identifiers(LabelParts.MOST_LABELS, LabelParts.MOST_LABELS / 2 + 1)
                .parts();
        assertThat(one.merge(new LabelledCells(1).parts()).overfull()).isFalse();
        assertThat(one.merge(other).overfull()).isTrue();
        assertThat(one.merge(other).parts()).isEmpty();
        assertThat(one.merge(LabelParts.tooMany()).merge(one).overfull()).isTrue();
        assertThat(LabelParts.tooMany().labelled(2).overfull()).isTrue();
    }

    private static LabelledCells identifiers(int from, int count) {
        LabelledCells cells = new LabelledCells(1);
        for (int i = from; i < from + count; i++) {
            cells.add(i % 2, "a batch", "cell" + i, 0, new double[] {i});
        }
        return cells;
    }

    private static void requireNothingKept(LabelledCells cells) throws IOException {
        assertThat(cells.parts().overfull()).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(cells);
        }
        assertThat(bytes.size()).isLessThan(1_000);
    }
}
