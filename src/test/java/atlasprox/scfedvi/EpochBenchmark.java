package atlasprox.scfedvi;

import atlasprox.rounds.LocalClients;
import atlasprox.scfedvi.loss.Likelihood;
import atlasprox.scfedvi.net.NetworkShape;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Seconds of an epoch of 3,000 made cells and 1,000 genes, of which some 30 % have counts, on one thread: {@code main(rounds)}. */
final class EpochBenchmark {
    private static final int EPOCHS = 5;

    private EpochBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12;
        MadeCounts made = new MadeCounts(1_000, 8, 1, 0.0, 600.0);
        CountShard shard = CountShard.of(0, made.cells(0, 3_000));
        System.out.printf(Locale.ROOT, "%.3f filled%n", shard.genes().length / 3e6);
        for (Likelihood likelihood : Likelihood.values()) {
            ScFedViSettings settings = new ScFedViSettings(
                    new NetworkShape(10, 128, 1, 0.1, likelihood, NetworkShape.Normalisation.LAYER),
                    true,
                    rounds,
                    EPOCHS,
                    1e-3,
                    128,
                    1.0,
                    0.0,
                    0.0,
                    0,
                    1L);
            ScFedViServer server = ScFedViServer.of(
                    settings,
                    IntStream.range(0, 1_000).mapToObj(Integer::toString).toList(),
                    List.of("one"),
                    List.of("one"),
                    CellNumbers.none(1, 1).add(shard, settings));
            server.run(
                    new LocalClients<>(server.step(), List.of(shard)),
                    (round, most) -> System.out.printf(
                            Locale.ROOT,
                            "%s round %d: %.3f s an epoch, loss %.3f%n",
                            likelihood,
                            round.round(),
                            round.seconds() / EPOCHS,
                            round.objective()));
        }
    }
}
