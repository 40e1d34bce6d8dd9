package atlasprox.aligned.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PartsTest {

    @Test
    void wholeBatchesAreOneStratum() {
        Parts parts = Parts.whole(3);
        assertThat(parts.areWhole()).isTrue();
        assertThat(parts.areGuided()).isFalse();
        assertThat(parts.strata()).isEqualTo(1);
        assertThat(parts.ofBatches()).isDeepEqualTo(new int[][] {{0}, {1}, {2}});
        assertThat(parts.sharing(parts::stratum)).containsExactly(List.of(0, 1, 2));
    }

    @Test
    void batchesInAnotherOrderThanTheirPartsAreNotWhole() {
        Parts nested = new Parts(new int[] {0, 2, 1}, new int[3], new int[] {0, 0, 1}, false);
        assertThat(nested.areWhole()).isFalse();
        assertThat(nested.ofBatches()).isDeepEqualTo(new int[][] {{0}, {2}, {1}});
        assertThat(nested.sums(new long[] {5, 7, 9})).containsExactly(5, 9, 7);
        assertThat(nested.sharing(client -> nested.value()[client])).containsExactly(List.of(0, 2), List.of(1));
    }

    /** Of any parts: two batches are together if, and only if, one can go from the one to the other by numbers in common. */
    @Property(tries = 300)
    void batchesThatShareANumberByWhateverWayAreTogether(@ForAll long seed) {
        Random random = new Random(seed);
        int clients = 1 + random.nextInt(20);
        int[] batch = IntStream.range(0, clients).map(i -> random.nextInt(8)).toArray();
        int[] number =
                IntStream.range(0, clients).map(i -> random.nextInt(10) - 2).toArray();
        List<List<Integer>> groups =
                new Parts(batch, new int[clients], new int[clients], false).sharing(client -> number[client]);
        Set<Integer> seen = new HashSet<>();
        for (List<Integer> group : groups) {
            assertThat(group).isSorted().doesNotHaveDuplicates();
            assertThat(reached(group.get(0), batch, number)).containsExactlyInAnyOrderElementsOf(group);
            seen.addAll(group);
        }
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, clients)
                        .filter(client -> number[client] >= 0)
                        .map(client -> batch[client])
                        .boxed()
                        .distinct()
                        .toList());
    }

    private static Set<Integer> reached(int from, int[] batch, int[] number) {
        Set<Integer> reached = new HashSet<>(Set.of(from));
        int before = 0;
        while (reached.size() > before) {
            before = reached.size();
            for (int one = 0; one < batch.length; one++) {
                for (int other = 0; other < batch.length; other++) {
                    if (number[one] >= 0 && number[one] == number[other] && reached.contains(batch[one])) {
                        reached.add(batch[other]);
                    }
                }
            }
        }
        return reached;
    }
}
