package atlasprox;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BroadcastBlockId;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark keeps of this program beyond a job. Spark's own broadcasts, of tasks and configurations, are its own affair. */
public final class SparksMemory {
    private static final int LOOKS = 100;
    private static final long MILLISECONDS = 100L;

    private SparksMemory() {}

    /** The broadcasts of this program's objects, by their classes, and the tables kept; giving them up takes Spark a moment. */
    public static List<String> kept(SparkSession spark) {
        List<String> kept = now(spark);
        for (int look = 0; look < LOOKS && !kept.isEmpty(); look++) {
            pause();
            kept = now(spark);
        }
        return kept;
    }

    /** A moment, for Spark to go on. */
    public static void pause() {
        try {
            Thread.sleep(MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same at this moment. */
    public static List<String> now(SparkSession spark) {
        BlockManager blocks = SparkEnv.get().blockManager();
        List<String> kept = new ArrayList<>();
        for (BlockId block :
                CollectionConverters.asJava(blocks.getMatchingBlockIds(SparksMemory::isBroadcastAsAWhole))) {
            blocks.getLocalValues(block).foreach(values -> {
                CollectionConverters.asJava(values.data())
                        .forEachRemaining(value -> kept.add(value.getClass().getName()));
                return null;
            });
        }
        kept.removeIf(name -> !name.contains("atlasprox"));
        CollectionConverters.asJava(spark.sparkContext().getPersistentRDDs()).values().stream()
                .filter(rdd -> !isOfDelta(rdd))
                .forEach(rdd -> kept.add("persisted " + rdd));
        return kept;
    }

    /** What the library keeps of its tables' logs, it gives up by itself. */
    private static boolean isOfDelta(RDD<?> rdd) {
        return rdd.name() != null && rdd.name().startsWith("Delta Table State");
    }

    private static Object isBroadcastAsAWhole(BlockId block) {
        return block instanceof BroadcastBlockId broadcast && broadcast.field().isEmpty();
    }
}
