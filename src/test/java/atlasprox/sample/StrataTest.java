package atlasprox.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Pairs of batch and label, counted in any parts. */
class StrataTest {

    @Property(tries = 300)
    void areThePlainCountsOrOverfullAndHoldNothing(
            @ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 10) int names,
            @ForAll @IntRange(min = 1, max = 60) int most,
            @ForAll @IntRange(min = 1, max = 8) int parts,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<List<InternalRow>> table = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            table.add(new ArrayList<>());
        }
        Map<List<String>, Long> plain = new HashMap<>();
        for (int i = 0; i < rows; i++) {
            String batch = "b" + random.nextInt(names);
            String label = random.nextInt(5) == 0 ? null : "l" + random.nextInt(names);
            plain.merge(List.of(batch, String.valueOf(label)), 1L, Long::sum);
            table.get(random.nextInt(parts)).add(row(batch, label));
        }
        Strata all = new Strata(most);
        table.forEach(part -> all.merge(new Strata(most).with(part.iterator())));

        assertThat(all.isOverfull()).isEqualTo(plain.size() > most);
        Map<List<String>, Long> found = new HashMap<>();
        all.cells()
                .forEach((pair, cells) ->
                        found.put(List.of(pair.batch().toString(), String.valueOf(pair.label())), cells));
        assertThat(found).isEqualTo(all.isOverfull() ? Map.of() : plain);
    }

    private static InternalRow row(String batch, String label) {
        return new GenericInternalRow(new Object[] {UTF8String.fromString(batch), UTF8String.fromString(label)});
    }
}
