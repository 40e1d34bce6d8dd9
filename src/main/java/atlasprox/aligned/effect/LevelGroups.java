package atlasprox.aligned.effect;

import atlasprox.aligned.settings.Covariates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Puts levels together that do not differ from each other beyond chance. From the largest on, each joins the group that it differs least from, if
 * that is not beyond chance, or begins one. Small levels that are alike may so join a large one that none of them differs from by itself, though all
 * of them do: as long as a level differs from the rest of its group, all choose again.
 */
final class LevelGroups {
    /** Beyond that a few levels may change places for ever. */
    private static final int PASSES = 10;

    private static final int NONE = -1;

    private final EffectTest test;
    private final double[] strength;
    private final EffectSample[] samples;
    private final int[] bySize;
    private final int[] group;
    private final List<EffectSample> together = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    /** Levels that the user wants corrected as strongly. */
    private final List<Double> strengths = new ArrayList<>();

    private LevelGroups(EffectTest test, Covariates covariates, int column) {
        int[][] members = covariates.members(column);
        this.test = test;
        this.strength = covariates.strength()[column];
        this.samples = Arrays.stream(members).map(test::sample).toArray(EffectSample[]::new);
        this.bySize = IntStream.range(0, members.length)
                .boxed()
                .sorted(Comparator.comparingDouble(level -> -samples[level].cells()))
                .mapToInt(Integer::intValue)
                .toArray();
        this.group = new int[members.length];
        Arrays.fill(group, NONE);
    }

    /** @return for each level of a column the number of its group, groups in the order of their first levels */
    static int[] of(EffectTest test, Covariates covariates, int column) {
        LevelGroups groups = new LevelGroups(test, covariates, column);
        groups.chooseAll();
        int passes = 0;
        while (passes < PASSES && groups.anyDiffersFromItsGroup() && groups.chooseAll()) {
            passes++;
        }
        return groups.inOrder();
    }

    /** @return whether any level went to another group */
    private boolean chooseAll() {
        boolean moved = false;
        for (int level : bySize) {
            int before = group[level];
            choose(level);
            moved |= group[level] != before;
        }
        return moved;
    }

    private void choose(int level) {
        int own = group[level];
        if (own != NONE) {
            change(own, together.get(own).minus(samples[level]), -1);
        }
        int nearest = nearest(level);
        // A group that it leaves empty is as good as a new one.
        int next = nearest != NONE ? nearest : own != NONE && sizes.get(own) == 0 ? own : begun(level);
        change(next, together.get(next).plus(samples[level]), 1);
        group[level] = next;
    }

    private void change(int g, EffectSample sample, int levels) {
        together.set(g, sample);
        sizes.set(g, sizes.get(g) + levels);
    }

    private int begun(int level) {
        together.add(EffectSample.none());
        sizes.add(0);
        strengths.add(strength[level]);
        return together.size() - 1;
    }

    private int nearest(int level) {
        double[] evidence = IntStream.range(0, together.size())
                .parallel()
                .mapToDouble(g -> strengths.get(g) == strength[level] && sizes.get(g) > 0
                        ? test.between(samples[level], together.get(g))
                        : Double.POSITIVE_INFINITY)
                .toArray();
        int nearest = NONE;
        for (int g = 0; g < evidence.length; g++) {
            if (evidence[g] <= 1.0 && (nearest == NONE || evidence[g] < evidence[nearest])) {
                nearest = g;
            }
        }
        return nearest;
    }

    private boolean anyDiffersFromItsGroup() {
        return IntStream.range(0, group.length)
                .parallel()
                .anyMatch(level ->
                        test.between(samples[level], together.get(group[level]).minus(samples[level])) > 1.0);
    }

    private int[] inOrder() {
        Map<Integer, Integer> numbers = new HashMap<>();
        return Arrays.stream(group)
                .map(g -> numbers.computeIfAbsent(g, any -> numbers.size()))
                .toArray();
    }
}
