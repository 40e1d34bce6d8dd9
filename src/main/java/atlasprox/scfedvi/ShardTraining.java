package atlasprox.scfedvi;

import atlasprox.scfedvi.ScFedViMessage.Task;
import atlasprox.scfedvi.adam.Adam;
import atlasprox.scfedvi.adam.Learned;
import atlasprox.scfedvi.net.Draws;
import atlasprox.scfedvi.net.Minibatch;
import atlasprox.scfedvi.net.Network;
import atlasprox.scfedvi.net.Weights;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One shard in one round: the loss of its cells held out, then its epochs from the round's weights. */
final class ShardTraining {
    private final ScFedViSettings settings;
    private final ScFedViMessage message;
    private final CountShard shard;
    private final ShardSplit split;
    private final Learned shared;
    private final Weights gradient;
    /** Numbers of the shard's batches, ascending; a vector's number in minibatches is its batch's place here. */
    private final int[] batches;

    private final List<Learned> vectors;
    private final List<Weights> vectorGradients;
    private final Network network;
    private final Minibatch minibatch = new Minibatch();

    ShardTraining(ScFedViSettings settings, ScFedViMessage message, CountShard shard) {
        this.settings = settings;
        this.message = message;
        this.shard = shard;
        this.split = ShardSplit.of(shard, settings);
        this.shared = message.task() == Task.TRAIN ? message.shared().copy() : message.shared();
        this.gradient = message.task() == Task.TRAIN ? shared.values().zeros() : shared.values();
        this.batches = Arrays.stream(shard.batches()).distinct().sorted().toArray();
        this.vectors = message.vectors().isEmpty()
                ? List.of()
                : Arrays.stream(batches)
                        .mapToObj(batch -> message.vectors().get(batch).copy())
                        .toList();
        this.vectorGradients =
                vectors.stream().map(vector -> vector.values().zeros()).toList();
        this.network = new Network(
                settings.shape(),
                shared.values(),
                gradient,
                vectors.stream().map(Learned::values).toList(),
                vectorGradients,
                message.task() == Task.TRAIN);
    }

    void addTo(ScFedViUpdate update) {
        double held = heldOutShare();
        boolean apart = message.cells().apart()[shard.client()];
        if (!FixedPoint.reaches(held)) {
            update.addFigures(shard.client(), ClientFigures.held(0L).diverged(apart ? held : Double.POSITIVE_INFINITY));
            return;
        }
        double ofAll = message.cells().held()[shard.client()]
                / (double) Math.max(1L, message.cells().allHeld());
        update.addHeld(FixedPoint.of(ofAll, held));
        ClientFigures figures = ClientFigures.held(apart ? FixedPoint.of(1.0, held) : 0L);
        if (message.task() == Task.MEASURE) {
            update.addFigures(shard.client(), figures);
            return;
        }
        Epoch last = train();
        if (!last.isSound() || !isSound()) {
            update.addFigures(shard.client(), figures.diverged(last.loss()));
            return;
        }
        double share = split.training().length / (double) message.cells().training()[shard.client()];
        update.addFigures(
                shard.client(),
                figures.trained(FixedPoint.of(share, last.loss()), FixedPoint.of(share, last.divergence()), change()));
        addWeights(update);
    }

    private boolean isSound() {
        return LearnedSums.reaches(shared) && vectors.stream().allMatch(LearnedSums::reaches);
    }

    /** How far the shard's weights have come from those of the round. */
    private double change() {
        double largest = Change.largest(message.shared().values(), shared.values());
        for (int i = 0; i < vectors.size(); i++) {
            largest = Math.max(
                    largest,
                    Change.largest(
                            message.vectors().get(batches[i]).values(),
                            vectors.get(i).values()));
        }
        return largest;
    }

    private void addWeights(ScFedViUpdate update) {
        if (message.task() == Task.TRAIN) {
            double all = Arrays.stream(message.cells().training()).sum();
            update.addShared(split.training().length / all, shared);
        }
        for (int i = 0; i < vectors.size(); i++) {
            int batch = batches[i];
            long cells = Arrays.stream(split.training())
                    .filter(cell -> shard.batches()[cell] == batch)
                    .count();
            if (cells > 0) {
                update.addVector(batch, cells / (double) message.cells().ofBatches()[batch], vectors.get(i));
            }
        }
    }

    /**
     * Means over an epoch's cells.
     *
     * @param loss minus the log likelihood plus the divergence
     * @param divergence the divergence alone
     */
    private record Epoch(double loss, double divergence) {

        boolean isSound() {
            return FixedPoint.reaches(loss) && FixedPoint.reaches(divergence);
        }
    }

    /** The last epoch; or the one in which the numbers ran away. */
    private Epoch train() {
        Epoch last = null;
        for (int epoch = 0; epoch < settings.localEpochs() && (last == null || last.isSound()); epoch++) {
            last = train(epoch);
        }
        return last;
    }

    private Epoch train(int epoch) {
        Draws draws = new Draws(settings.seed(), message.round(), epoch + 1);
        double weight = settings.divergenceWeight((message.round() - 1) * settings.localEpochs() + epoch);
        int[] order = order(draws);
        Adam adam = new Adam(settings.learningRate(), settings.mu());
        Adam adamOfVectors = new Adam(settings.learningRate(), 0.0);
        double counts = 0.0;
        double divergence = 0.0;
        for (int from = 0;
                from < order.length && FixedPoint.reaches(counts + divergence);
                from += settings.minibatch()) {
            fill(order, from, draws);
            Network.Losses losses = network.train(minibatch, weight);
            counts += losses.counts() / order.length;
            divergence += losses.divergence() / order.length;
            if (message.task() == Task.TRAIN) {
                adam.step(shared, gradient, message.shared().values());
            }
            for (int i = 0; i < vectors.size(); i++) {
                adamOfVectors.step(
                        vectors.get(i), vectorGradients.get(i), vectors.get(i).values());
            }
        }
        return new Epoch(counts + divergence, divergence);
    }

    /** The places of the training cells, in the epoch's order. */
    private int[] order(Draws draws) {
        long[] drawn = Arrays.stream(shard.keys()).map(draws::order).toArray();
        return Arrays.stream(split.training())
                .boxed()
                .sorted(Comparator.comparingLong(cell -> drawn[cell]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * What the shard adds to its client's loss of cells held out; nothing where that is of none. They draw the same numbers in every round, so that
     * losses of rounds differ by the weights alone.
     */
    private double heldOutShare() {
        long ofClient = message.cells().held()[shard.client()];
        if (ofClient == 0L) {
            return 0.0;
        }
        Draws draws = new Draws(settings.seed(), 0, 0);
        double sum = 0.0;
        for (int from = 0; from < split.held().length; from += settings.minibatch()) {
            fill(split.held(), from, draws);
            Network.Losses losses = network.evaluate(minibatch);
            sum += losses.counts() + losses.divergence();
        }
        return sum / ofClient;
    }

    private void fill(int[] places, int from, Draws draws) {
        minibatch.clear();
        IntStream.range(from, Math.min(places.length, from + settings.minibatch()))
                .forEach(i -> {
                    int cell = places[i];
                    minibatch.add(
                            draws,
                            shard.keys()[cell],
                            Arrays.binarySearch(batches, shard.batches()[cell]),
                            shard.genes(),
                            shard.counts(),
                            shard.begin(cell),
                            shard.end()[cell]);
                });
    }
}
