package atlasprox.cells;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;

class HeldCellsTest {
    @Test
    void cellsAreOnDiskWhereTheDriverNeedsTheHeap() {
        assertThat(HeldCells.level(1e9, 4e9, 6_000_000_000L)).isEqualTo(StorageLevel.DISK_ONLY());
        assertThat(HeldCells.level(1e9, 3e9, 6_000_000_000L)).isEqualTo(StorageLevel.MEMORY_AND_DISK());
        assertThat(HeldCells.level(1e12, 3e8, 6_000_000_000L)).isEqualTo(StorageLevel.MEMORY_AND_DISK());
        assertThat(HeldCells.level(1e12, 4e9, Long.MAX_VALUE)).isEqualTo(StorageLevel.MEMORY_AND_DISK());
    }
}
