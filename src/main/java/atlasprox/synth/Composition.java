package atlasprox.synth;

import atlasprox.synth.CounterRandom.Stream;
import java.util.Arrays;
import java.util.Locale;

/** Which share of a batch each cell type has. Batches and types are counted from 0; T is the number of types, B of batches. */
public enum Composition {
    /** Every type as often as any other, in every batch. */
    BALANCED(1, 1),

    /** The first T/2 types (rounded down) in every batch, each of the others in one batch only; every batch has at least one of its own. */
    PARTLY_DISJOINT(2, 2) {
        @Override
        int ownTypes(int types) {
            return types - sharedTypes(types);
        }

        @Override
        double weight(int batch, int type, SynthSettings settings) {
            int own = type - sharedTypes(settings.types());
            return own < 0 || own % settings.batches() == batch ? 1 : 0;
        }

        private int sharedTypes(int types) {
            return types / 2;
        }
    },

    /** The last batch holds type 0 alone, the others are balanced. */
    SINGLE_TYPE(2, 2) {
        @Override
        double weight(int batch, int type, SynthSettings settings) {
            return batch < settings.batches() - 1 || type == 0 ? 1 : 0;
        }
    },

    /** Every batch favours types of its own, {@code ratio} times as often as each other type; the types are dealt out in turn, T/B each. */
    IMBALANCE(2, 2) {
        @Override
        double weight(int batch, int type, SynthSettings settings) {
            int groups = Math.min(settings.batches(), settings.types());
            boolean favoured = type * groups / settings.types() == batch % groups;
            return favoured ? settings.ratio() : 1;
        }
    },

    /** No type in two batches. */
    DISJOINT(2, 2) {
        @Override
        int ownTypes(int types) {
            return types;
        }

        @Override
        double weight(int batch, int type, SynthSettings settings) {
            return type % settings.batches() == batch ? 1 : 0;
        }
    },

    /** The last type in batch 0 only, with {@value #RARE_SHARE} of its cells; the others are balanced. */
    RARE_TYPE(2, 2) {
        @Override
        double weight(int batch, int type, SynthSettings settings) {
            int commonTypes = settings.types() - 1;
            if (type < commonTypes) {
                return 1;
            }
            return batch == 0 ? commonTypes * RARE_SHARE / (1 - RARE_SHARE) : 0;
        }
    },

    /** Every batch's shares are a draw of its own from the symmetric Dirichlet distribution of the given concentration. */
    DIRICHLET(1, 1) {
        @Override
        double[] weights(int batch, SynthSettings settings) {
            CounterRandom random = new CounterRandom(settings.seed(), Stream.COMPOSITION, batch);
            return DirichletDraw.weights(settings.types(), settings.concentration(), random);
        }
    };

    /** Share of batch 0 that the rare type has. */
    public static final double RARE_SHARE = 0.02;

    private final int leastBatches;
    private final int leastTypes;

    Composition(int leastBatches, int leastTypes) {
        this.leastBatches = leastBatches;
        this.leastTypes = leastTypes;
    }

    /** How often each type occurs in the batch, relative to the batch's other types; 0 or more, and not 0 for all. */
    double[] weights(int batch, SynthSettings settings) {
        double[] weights = new double[settings.types()];
        Arrays.setAll(weights, type -> weight(batch, type, settings));
        return weights;
    }

    /** The same of one type, for compositions that follow from the numbers of batch and type. */
    double weight(int batch, int type, SynthSettings settings) {
        return 1;
    }

    /** How many of the types belong to a single batch each; a composition that has such types needs one for every batch. */
    int ownTypes(int types) {
        return Integer.MAX_VALUE;
    }

    /** @throws IllegalArgumentException if there are too few batches or types for this composition */
    void check(int batches, int types) {
        SettingRange.atLeast("batches (composition " + this + ")", batches, leastBatches);
        SettingRange.atLeast("types (composition " + this + ")", types, leastTypes);
        if (ownTypes(types) < batches) {
            throw new IllegalArgumentException("types is too small for composition " + this + ": " + batches
                    + " batches need one type of their own each, and " + types + " types leave " + ownTypes(types));
        }
    }

    /** The name on the command line, such as {@code partly-disjoint}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
