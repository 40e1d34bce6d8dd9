package atlasprox.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import atlasprox.cli.CommandLineRun;
import atlasprox.cli.OwnJvm;
import atlasprox.cli.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator and two sites, each a process of its own, of which one is killed and started again. */
@ExtendWith(SparkExtension.class)
class SitesKilledIT {
    private static final List<String> SIDES = List.of("coordinator", "north", "south");
    private static final List<String> MOMENTS =
            List.of("counting cells", "numbering batches", "round 1 of 2", "round 2 of 2");
    private static final int KILLED = 137;
    private static final String FIT =
            " --embedding X_pca --batch donor --min-cells 10 --method scbatchprox --rounds 2" + " --local-epochs 1";

    /** A report takes as long as all else. */
    private static final String PLAIN = " --picture-cells 30";

    @TempDir
    private Path folder;

    private Workbench bench;
    private String draw;

    @Test
    @Timeout(300)
    void whoeverIsKilledAndStartedAgainTheBitsAreThoseOfAPooledRun(SparkSession spark) {
        bench = new Workbench(spark, folder);
        Dataset<Row> cells = bench.cells();
        bench.save("all", cells);
        bench.save("north", cells.filter("donor != 'c'"));
        bench.save("south", cells.filter("donor = 'c'"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String killed = SIDES.get(random.nextInt(SIDES.size()));
        String moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        draw = "%s killed at '%s' (seed %d)".formatted(killed, moment, seed);
        Map<String, CompletableFuture<OwnJvm>> runs = new TreeMap<>();
        SIDES.forEach(side -> runs.put(side, start(() -> side.equals(killed) ? killed(side, moment) : run(side))));
        CommandLineRun.of(("correct" + FIT + PLAIN + " --input " + bench.path("all") + " --output " + bench.path("out"))
                        .split(" "))
                .succeeds();
        runs.forEach((side, run) -> requireEnd(side, run.join(), ExitCode.OK));
        List<Row> bySites = new ArrayList<>(corrected("out-north"));
        bySites.addAll(corrected("out-south"));
        assertThat(bySites).as(draw).containsExactlyInAnyOrderElementsOf(corrected("out"));
    }

    private OwnJvm killed(String side, String moment) {
        requireEnd(side, OwnJvm.killed(moment, java(), line(side)), KILLED);
        return run(side);
    }

    private void requireEnd(String side, OwnJvm run, int code) {
        assertThat(run.exitCode())
                .as("%s; %s said:%n%s", draw, side, run.said())
                .isEqualTo(code);
    }

    private OwnJvm run(String side) {
        return OwnJvm.run(java(), line(side));
    }

    private static List<String> java() {
        return List.of("-Dspark.master=local[1]");
    }

    private String[] line(String side) {
        String exchange = " --wait 3 --exchange " + bench.path("exchange");
        return (side.equals("coordinator")
                        ? "coordinate --sites north,south --model " + bench.path("model") + FIT + exchange
                        : "site --site " + side + " --input " + bench.path(side) + " --output "
                                + bench.path("out-" + side) + PLAIN + exchange)
                .split(" ");
    }

    private List<Row> corrected(String table) {
        return Workbench.ordered(bench.read(table), "cell", "X_pca_corrected");
    }

    private static <T> CompletableFuture<T> start(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
    }
}
