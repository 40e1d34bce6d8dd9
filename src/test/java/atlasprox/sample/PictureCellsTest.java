package atlasprox.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PictureCellsTest {
    @Property(tries = 300)
    void samplesOfPartsMergedAreTheSampleOfTheWhole(
            @ForAll @IntRange(min = 1, max = 300) int cells,
            @ForAll @IntRange(min = 1, max = 40) int most,
            @ForAll @IntRange(min = 1, max = 60) int batches,
            @ForAll @IntRange(min = 1, max = 6) int parts,
            @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        List<Cell> all = cells(cells, batches, random);
        List<Cell> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        PictureCells merged = new PictureCells(most, 7L);
        for (int part = 0; part < parts; part++) {
            int number = part;
            List<Cell> own = IntStream.range(0, cells)
                    .filter(i -> i % parts == number)
                    .mapToObj(shuffled::get)
                    .toList();
            merged.merge(sent(of(own, most)));
        }

        assertThat(described(merged)).isEqualTo(described(of(all, most))).hasSize((int)
                Math.min(most, all.stream().distinct().count()));
    }

    @Example
    void everyBatchAndLabelIsSeenAndTheRestIsEven() {
        List<Cell> cells = IntStream.range(0, 10_000)
                .mapToObj(i -> new Cell(i < 10 ? "small" : i % 3 == 0 ? "a" : "b", i == 77 ? "rare" : "common", i))
                .toList();
        List<SampledCell> pictured = of(cells, 300).pictured();
        Map<String, Long> batches =
                pictured.stream().collect(Collectors.groupingBy(SampledCell::batch, Collectors.counting()));

        assertThat(batches.get("small")).isEqualTo(10);
        assertThat(batches.get("a")).isBetween(80L, 140L);
        assertThat(pictured).extracting(SampledCell::label).contains("rare");
        // The head of the order is as mixed as the whole.
        assertThat(pictured.subList(0, 30)).extracting(SampledCell::batch).contains("small", "a", "b");
        assertThat(pictured.subList(0, 30)).extracting(SampledCell::label).contains("rare");
    }

    @Example
    void ofLabelsLikeIdentifiersNoMoreAreKeptThanShown() throws Exception {
        List<Cell> cells = IntStream.range(0, 5_000)
                .mapToObj(i -> new Cell("a", "cell " + i, i))
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(of(cells, 50));

        assertThat(of(cells, 50).pictured()).hasSize(50);
        assertThat(bytes.size()).isLessThan(10_000);
    }

    private record Cell(String batch, String label, float place) {}

    /** Some cells are alike in everything, some in their place alone. */
    private static List<Cell> cells(int count, int batches, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Cell(
                        "batch " + random.nextInt(batches),
                        random.nextInt(4) == 0 ? null : "label " + random.nextInt(5),
                        random.nextInt(2 * count)))
                .toList();
    }

    private static PictureCells of(List<Cell> cells, int most) {
        PictureCells picture = new PictureCells(most, 7L);
        for (Cell cell : cells) {
            float[][] embeddings = {{cell.place(), 1f}, {cell.place()}};
            picture.offer(CellKeys.fingerprint(embeddings[0]), cell.batch(), cell.label(), embeddings);
        }
        return picture;
    }

    private static PictureCells sent(PictureCells cells) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cells);
        }
        return (PictureCells) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }

    private static List<String> described(PictureCells cells) {
        return cells.pictured().stream()
                .map(cell -> cell.key() + cell.batch() + cell.label() + Arrays.deepToString(cell.embeddings()))
                .toList();
    }
}
