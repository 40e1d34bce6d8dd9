package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.sample.CellKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A census that may hold so many batches, of any rows in any parts, merged in any order. */
class CensusTest {
    private static final int DIMENSION = 2;

    private record Row(String batch, float[] cell) {}

    @Property(tries = 300)
    void aLimitedCensusIsThePlainOneOrOverfullAndNeverHoldsMore(
            @ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 60) int names,
            @ForAll @IntRange(min = 1, max = 40) int most,
            @ForAll @IntRange(min = 1, max = 8) int parts,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Row> table = table(rows, names, random);
        Census plain = censuses(table, Integer.MAX_VALUE, 1, random).get(0);
        Census limited = merged(censuses(table, most, parts, random), most, random);
        int batches = (int) table.stream()
                .map(Row::batch)
                .filter(batch -> batch != null)
                .distinct()
                .count();

        assertThat(plain.batches()).hasSize(batches);
        assertThat(limited.isOverfull()).isEqualTo(batches > most);
        if (limited.isOverfull()) {
            assertThat(limited.batches()).isEmpty();
        } else {
            requireSame(limited, plain);
        }
    }

    private static void requireSame(Census one, Census other) {
        assertThat(one.batches().keySet()).isEqualTo(other.batches().keySet());
        assertThat(one.rows()).isEqualTo(other.rows());
        assertThat(one.cells()).isEqualTo(other.cells());
        assertThat(one.defects()).isEqualTo(other.defects());
        assertThat(one.clients()).isEqualTo(other.clients());
        assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
        one.batches().forEach((name, batch) -> {
            BatchCensus same = other.batches().get(name);
            assertThat(batch.cells()).isEqualTo(same.cells());
            assertThat(batch.invalid()).isEqualTo(same.invalid());
            assertThat(batch.leastUniform()).isEqualTo(same.leastUniform());
            assertThat(batch.training().mean()).isEqualTo(same.training().mean());
            assertThat(batch.training().meanSquare()).isEqualTo(same.training().meanSquare());
        });
    }

    private static List<Row> table(int rows, int names, Random random) {
        List<Row> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            String batch = random.nextInt(20) == 0 ? null : "batch " + random.nextInt(names);
            boolean usable = batch != null && random.nextInt(10) > 0;
            table.add(new Row(batch, usable ? new float[] {random.nextFloat(), random.nextFloat()} : null));
        }
        return table;
    }

    private static List<Census> censuses(List<Row> table, int most, int parts, Random random) {
        List<Census> censuses = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            censuses.add(new Census(DIMENSION, most));
        }
        for (Row row : table) {
            Census census = censuses.get(random.nextInt(parts));
            add(row, census);
            assertThat(census.batches().size()).isLessThanOrEqualTo(most);
        }
        return censuses;
    }

    private static void add(Row row, Census census) {
        if (row.cell() == null) {
            census.addDefect(row.batch(), row.batch() == null ? Defect.NO_BATCH : Defect.NO_EMBEDDING, -1);
        } else {
            long fingerprint = CellKeys.fingerprint(row.cell());
            census.addCell(row.batch(), row.cell(), fingerprint, CellKeys.uniform(CellKeys.key(1L, fingerprint)), true);
        }
    }

    private static Census merged(List<Census> parts, int most, Random random) {
        List<Census> left = new ArrayList<>(parts);
        left.add(new Census(DIMENSION, most));
        while (left.size() > 1) {
            Census one = left.remove(random.nextInt(left.size()));
            left.get(random.nextInt(left.size())).merge(one);
        }
        return left.get(0);
    }

    @Property(tries = 100)
    void theLargestPartIsKnown(@ForAll @IntRange(min = 1, max = 6) int parts, @ForAll long seed) {
        Random random = new Random(seed);
        List<Census> censuses = new ArrayList<>();
        long rows = 0;
        int batches = 0;
        for (int part = 0; part < parts; part++) {
            List<Row> table = table(random.nextInt(50), 10, random);
            censuses.add(censuses(table, 1_000, 1, random).get(0));
            rows = Math.max(rows, table.size());
            HashSet<String> names = new HashSet<>(table.stream().map(Row::batch).toList());
            names.remove(null);
            batches = Math.max(batches, names.size());
        }
        Census all = merged(censuses, 1_000, random);
        assertThat(all.largestRows()).isEqualTo(rows);
        assertThat(all.largestBatches()).isEqualTo(batches);
    }
}
