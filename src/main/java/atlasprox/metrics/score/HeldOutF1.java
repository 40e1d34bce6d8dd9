package atlasprox.metrics.score;

import atlasprox.metrics.groups.Groups;
import atlasprox.metrics.neighbours.ExactNeighbours;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How well labels carry over to a batch never seen: each batch in turn is labelled by the majority of its cells' nearest neighbours in
 * the others, a tie by the lowest code; macro F1 over the labels that both sides have, a mean over batches.
 */
public final class HeldOutF1 {
    private HeldOutF1() {}

    /**
     * @param cells n x d, the embedding
     * @param batches the batch of every cell, codes from 0, at least two of them
     * @param labels the label of every cell, codes from 0
     * @param k how many neighbours vote; all if the other batches have fewer cells
     * @return 0 to 1, higher is better; a batch that shares no label with the others counts 0
     */
    public static double of(float[][] cells, int[] batches, int[] labels, int k) {
        return Arrays.stream(batches)
                .distinct()
                .sorted()
                .mapToDouble(batch -> heldOut(cells, batches, labels, k, batch))
                .average()
                .orElse(Double.NaN);
    }

    private static double heldOut(float[][] cells, int[] batches, int[] labels, int k, int batch) {
        int[] train = rows(batches.length, cell -> batches[cell] != batch);
        Set<Integer> taught =
                Arrays.stream(train).mapToObj(cell -> labels[cell]).collect(Collectors.toSet());
        int[] known = rows(batches.length, cell -> batches[cell] == batch && taught.contains(labels[cell]));
        if (known.length == 0) {
            return 0.0;
        }
        int[][] voters = new ExactNeighbours(Groups.at(train, cells))
                .of(Groups.at(known, cells), Math.min(k, train.length))
                .index();
        int groups = Groups.count(labels);
        int[] said = Arrays.stream(voters)
                .mapToInt(rows -> majority(Groups.at(rows, train), labels, groups))
                .toArray();
        int[] truth = Groups.at(known, labels);
        return Arrays.stream(truth)
                .distinct()
                .sorted()
                .mapToDouble(label -> f1(label, truth, said))
                .average()
                .orElseThrow();
    }

    private static int[] rows(int cells, IntPredicate wanted) {
        return IntStream.range(0, cells).filter(wanted).toArray();
    }

    private static int majority(int[] voters, int[] labels, int groups) {
        int[] votes = new int[groups];
        for (int voter : voters) {
            votes[labels[voter]]++;
        }
        int most = Arrays.stream(votes).max().orElse(0);
        return IntStream.range(0, votes.length)
                .filter(label -> votes[label] == most)
                .findFirst()
                .orElseThrow();
    }

    private static double f1(int label, int[] truth, int[] said) {
        int both = 0;
        int either = 0;
        for (int cell = 0; cell < truth.length; cell++) {
            both += truth[cell] == label && said[cell] == label ? 1 : 0;
            either += (truth[cell] == label ? 1 : 0) + (said[cell] == label ? 1 : 0);
        }
        return 2.0 * both / either;
    }
}
