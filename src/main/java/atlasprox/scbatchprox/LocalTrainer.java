package atlasprox.scbatchprox;

import atlasprox.cells.ClientCells;
import atlasprox.math.Moments;
import atlasprox.sample.CellKeys;
import java.util.SplittableRandom;

/**
 * One client's local training: epochs of Adam (Kingma and Ba 2015; 0.9, 0.999, 1e-8, fresh in every round) over shuffled
 * minibatches. The objective is quadratic, so a minibatch enters through its moments alone.
 */
final class LocalTrainer {
    private final ScBatchProxSettings settings;
    private final Units units;
    private final CellOrder cellOrder;

    LocalTrainer(ScBatchProxSettings settings, Units units) {
        this(settings, units, LocalTrainer::shuffle);
    }

    /** @param cellOrder in what order an epoch visits the cells */
    LocalTrainer(ScBatchProxSettings settings, Units units, CellOrder cellOrder) {
        this.settings = settings;
        this.units = units;
        this.cellOrder = cellOrder;
    }

    /** In what order an epoch visits a client's cells. */
    @FunctionalInterface
    interface CellOrder {

        /**
         * @param order to be overwritten by a permutation of [0, length)
         * @param batchSeed a seed of the batch's own
         * @param round the round's number, from 1
         * @param epoch the epoch's number within the round, from 0
         */
        void draw(int[] order, long batchSeed, int round, int epoch);
    }

    /**
     * @param cells the client's training cells
     * @param anchor its row as broadcast, in training units
     * @param batchSeed a seed of the batch's own
     * @param round the round's number
     * @return its row after {@code localEpochs} epochs, and the local objective there
     */
    ClientUpdate train(ClientCells cells, Adapter anchor, long batchSeed, int round) {
        Adapter row = anchor.copy();
        Adam adam = new Adam(settings.learningRate(), cells.dimension());
        Adapter gradient = Adapter.zeros(cells.dimension());
        int[] order = new int[cells.size()];
        for (int epoch = 0; epoch < settings.localEpochs(); epoch++) {
            cellOrder.draw(order, batchSeed, round, epoch);
            for (int from = 0; from < order.length; from += Math.min(settings.minibatchSize(), order.length - from)) {
                Moments minibatch = moments(cells, order, from, settings.minibatchSize());
                settings.objective()
                        .gradient(units.mean(minibatch), units.meanSquare(minibatch), row, anchor, gradient);
                adam.step(row, gradient);
            }
        }
        long visited = (long) cells.size() * settings.localEpochs();
        return new ClientUpdate(cells.size(), visited, row, loss(cells, order, row, anchor));
    }

    private double loss(ClientCells cells, int[] order, Adapter row, Adapter anchor) {
        Moments all = moments(cells, order, 0, order.length);
        return settings.objective().value(units.mean(all), units.meanSquare(all), row, anchor);
    }

    private static Moments moments(ClientCells cells, int[] order, int from, int size) {
        Moments moments = new Moments(cells.dimension());
        int to = from + Math.min(size, order.length - from);
        for (int i = from; i < to; i++) {
            moments.add(cells.values(order[i]), cells.offset(order[i]));
        }
        return moments;
    }

    /** Fisher and Yates, from the identity, so that an order depends on the seed alone. */
    private static void shuffle(int[] order, long batchSeed, int round, int epoch) {
        SplittableRandom random = new SplittableRandom(CellKeys.seed(CellKeys.seed(batchSeed, round), epoch));
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }
}
