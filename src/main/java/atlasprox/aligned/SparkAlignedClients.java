package atlasprox.aligned;

import atlasprox.aligned.diversity.PressureEpoch;
import atlasprox.aligned.effect.EffectSums;
import atlasprox.aligned.effect.KindSums;
import atlasprox.aligned.model.ClientCentroids;
import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.model.ExpertRoom;
import atlasprox.aligned.model.Responsibilities;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.cells.CellBlock;
import atlasprox.cells.CellTable;
import atlasprox.cells.ClientLayout;
import atlasprox.cells.HeldCells;
import atlasprox.math.Centre;
import atlasprox.math.DirectionSums;
import atlasprox.math.Moments;
import atlasprox.rounds.ClientData;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.SparkClients;
import atlasprox.rounds.WholeClientStep;
import atlasprox.spark.JobGroup;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** The clients of a fit whose cells are in a table on Spark: all of them, or those of one site. */
public final class SparkAlignedClients implements Exchanges, AutoCloseable {
    private final CellTable cells;
    private final AlignedSettings settings;
    private final ClientLayout layout;
    private final long[] sizes;
    private final List<Moments> moments;

    /** What further exchanges go by, once it is known. */
    private double[] shares;

    private Centre centre;
    private HeldCells<CellBlock> held;
    private JavaRDD<CellBlock> blocks;
    private JavaRDD<ClientSample> taken;
    private JavaRDD<ClientSample> samples;
    private SparkDirections directions;

    /**
     * @param cells the table
     * @param settings the settings in force; of the messages only what they leave open counts
     * @param names the clients' names, in order; of clients that are elsewhere any that no cell of the table has
     * @param sizes the clients' cell counts; 0 for clients that are elsewhere
     * @param moments what is known of all cells of each client; of none for clients that are elsewhere
     */
    public SparkAlignedClients(
            CellTable cells, AlignedSettings settings, List<String> names, long[] sizes, List<Moments> moments) {
        this.cells = cells;
        this.settings = settings;
        this.layout = new ClientLayout(names, sizes, cells.parallelism());
        this.sizes = sizes.clone();
        this.moments = List.copyOf(moments);
    }

    @Override
    public <M extends Serializable, U> SortedMap<Integer, U> exchange(Exchange<M, U> exchange, String what, M message) {
        if (!exchange.equals(AlignedExchanges.NEAREST)) {
            forgetDirections();
        }
        SortedMap<Integer, ?> updates = answers(exchange, what, message);
        SortedMap<Integer, U> typed = new TreeMap<>();
        updates.forEach((client, update) -> typed.put(client, exchange.update().cast(update)));
        return typed;
    }

    private SortedMap<Integer, ?> answers(Exchange<?, ?> exchange, String what, Object message) {
        return switch (exchange.name()) {
            case "take" -> take(what, (AlignedExchanges.Taking) message);
            case "centroids" -> centroids(what, (Long) message);
            case "move" -> move((Centre) message);
            case "groups" -> groups(what, (PrototypeSearch) message);
            case "nearest" -> nearest(what, (double[][]) message);
            case "kinds" -> kinds(what, (AlignedExchanges.KindQuestion) message);
            case "effects" -> effects(what, (AlignedExchanges.EffectQuestion) message);
            case "pressure" -> pressure(what, (PressureEpoch) message);
            case "sums" -> sums(what, (AlignedMessage) message);
            default -> throw new IllegalArgumentException("no exchange " + exchange.name());
        };
    }

    private SortedMap<Integer, Long> take(String what, AlignedExchanges.Taking taking) {
        close();
        shares = taking.shares();
        centre = taking.mean();
        held = cells.shards(layout, dimension(), settings.seed(), shares, centre, beside(mostPrototypes()));
        blocks = held.cells();
        taken = SparkSamples.of(blocks, layout, taking.most()).persist(StorageLevel.MEMORY_AND_DISK());
        samples = taken;
        long[] fitted = fitted(what, blocks, shares, sizes);
        SortedMap<Integer, Long> here = new TreeMap<>();
        IntStream.range(0, sizes.length)
                .filter(client -> sizes[client] > 0)
                .forEach(client -> here.put(client, fitted[client]));
        return here;
    }

    /** The cells of every client that are visited. */
    static long[] fitted(String what, JavaRDD<CellBlock> blocks, double[] shares, long[] sizes) {
        if (Arrays.stream(shares).allMatch(share -> share == 1.0)) {
            return sizes;
        }
        long[] counts = new long[sizes.length];
        JobGroup.in(blocks.context(), what, () -> blocks.mapToPair(
                                block -> new Tuple2<>(block.client(), (long) block.size()))
                        .reduceByKey(Long::sum)
                        .collect())
                .forEach(client -> counts[client._1()] = client._2());
        return counts;
    }

    private SortedMap<Integer, ClientCentroids> centroids(String what, Long seed) {
        int minCells = settings.minCells();
        return whole(samples, what, seed, (drawn, sample) -> ClientCentroids.of(sample.values(), minCells, drawn));
    }

    private int dimension() {
        return centre.coordinates().length;
    }

    /** What the driver has at once: all clients' experts, and the sums of those that are here. */
    private double beside(int prototypes) {
        return (sizes.length + here()) * ExpertRoom.ofBatch(prototypes, dimension());
    }

    /** Of clients at other sites there are no cells. */
    private int here() {
        return (int) Arrays.stream(sizes).filter(size -> size > 0).count();
    }

    /** There may be fewer: no two are alike. */
    private int mostPrototypes() {
        long fitted = Arrays.stream(sizes).sum();
        return (int) Math.min(settings.prototypesFor(fitted), Math.min(fitted, PrototypeSearch.MOST_CELLS));
    }

    private int turns(int prototypes) {
        return ExpertRoom.turns(here() * ExpertRoom.ofBatch(prototypes, dimension()), here());
    }

    private SortedMap<Integer, ClientSums> sums(String what, AlignedMessage message) {
        if (settings.theta() == 0.0) {
            // Samples serve before the first round, and the diversity pressure.
            taken.unpersist();
        }
        SumStep step = new SumStep(moments, centre, settings.minCells(), settings.theta() > 0.0);
        return SparkClients.inPieces(blocks, step)
                .inTurns(turns(message.mixture().prototypes(0).length))
                .exchange(what, message);
    }

    private SortedMap<Integer, Long> move(Centre offset) {
        centre = centre.plus(offset);
        blocks = blocks.map(block -> block.about(offset));
        samples = samples.map(sample -> sample.about(offset));
        return new TreeMap<>();
    }

    private SortedMap<Integer, double[][]> groups(String what, PrototypeSearch asked) {
        PrototypeSearch search =
                new PrototypeSearch(asked.cells(), asked.shift(), asked.prototypes(), settings.minCells());
        directions = new SparkDirections(samples, search);
        return whole(directions.points(), what, search, PrototypeSearch::groups);
    }

    private SortedMap<Integer, DirectionSums> nearest(String what, double[][] centres) {
        SortedMap<Integer, DirectionSums> all = new TreeMap<>();
        int first = IntStream.range(0, sizes.length)
                .filter(client -> sizes[client] > 0)
                .findFirst()
                .orElse(0);
        all.put(first, directions.nearest(what, centres));
        return all;
    }

    private SortedMap<Integer, KindSums> kinds(String what, AlignedExchanges.KindQuestion question) {
        int minCells = settings.minCells();
        return whole(
                joined(question.numbers()),
                turns(question.prototypes().length),
                what,
                new Responsibilities(question.prototypes(), question.sigma()),
                (kinds, sample) -> KindSums.of(sample.first(EffectQuestions.MOST_CELLS), kinds, minCells));
    }

    private SortedMap<Integer, EffectSums> effects(String what, AlignedExchanges.EffectQuestion question) {
        int minCells = settings.minCells();
        return whole(
                joined(question.numbers()),
                turns(question.kinds().centre().length),
                what,
                question.kinds(),
                (kinds, sample) -> EffectSums.of(sample.first(EffectQuestions.MOST_CELLS), kinds, minCells));
    }

    private SortedMap<Integer, PressureEpoch.Answer> pressure(String what, PressureEpoch asked) {
        return whole(
                samples,
                what,
                asked.ofAtLeast(settings.minCells()),
                (epoch, sample) -> epoch.run(sample.client(), sample.values()));
    }

    /** Samples of what the clients are joined in; themselves where each is for itself. */
    private JavaRDD<ClientSample> joined(int[] numbers) {
        return IntStream.range(0, numbers.length).allMatch(client -> numbers[client] == client)
                ? samples
                : SparkSamples.joined(samples, shares, numbers);
    }

    private static <M extends Serializable, C extends ClientData, U> SortedMap<Integer, U> whole(
            JavaRDD<C> clients, String what, M message, WholeClientStep<M, C, U> step) {
        return whole(clients, 1, what, message, step);
    }

    private static <M extends Serializable, C extends ClientData, U> SortedMap<Integer, U> whole(
            JavaRDD<C> clients, int turns, String what, M message, WholeClientStep<M, C, U> step) {
        return SparkClients.whole(clients, step).inTurns(turns).exchange(what, message);
    }

    private void forgetDirections() {
        if (directions != null) {
            directions.close();
            directions = null;
        }
    }

    @Override
    public void close() {
        forgetDirections();
        if (taken != null) {
            taken.unpersist();
            taken = null;
        }
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
