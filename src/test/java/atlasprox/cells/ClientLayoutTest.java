package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientLayoutTest {

    @Test
    void aGiantHasAPartitionToItself() {
        ClientLayout layout = new ClientLayout(List.of("a", "b", "c", "d"), new long[] {10, 1000, 20, 30}, 2);
        int giant = layout.partition(layout.client("b"));
        assertThat(IntStream.of(0, 2, 3).map(layout::partition)).allMatch(partition -> partition != giant);
    }

    @Test
    void noMorePartitionsThanClients() {
        ClientLayout layout = new ClientLayout(List.of("a", "b"), new long[] {1, 1}, 200);
        assertThat(layout.partitions()).isEqualTo(2);
        assertThat(layout.partition(0)).isNotEqualTo(layout.partition(1));
    }

    @Test
    void anUnknownBatchIsNoClient() {
        assertThat(new ClientLayout(List.of("a"), new long[] {1}, 1).client("z"))
                .isEqualTo(-1);
    }
}
