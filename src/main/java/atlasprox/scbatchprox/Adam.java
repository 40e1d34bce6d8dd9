package atlasprox.scbatchprox;

/** Adam (Kingma and Ba 2015, algorithm 1) with the published constants, over one adapter. */
final class Adam {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final Adapter first;
    private final Adapter second;
    private int steps;

    Adam(double learningRate, int dimension) {
        this.learningRate = learningRate;
        this.first = Adapter.zeros(dimension);
        this.second = Adapter.zeros(dimension);
    }

    /** Moves the row one step against the gradient. */
    void step(Adapter row, Adapter gradient) {
        steps++;
        step(row.gamma(), gradient.gamma(), first.gamma(), second.gamma());
        step(row.beta(), gradient.beta(), first.beta(), second.beta());
    }

    private void step(double[] values, double[] gradient, double[] first, double[] second) {
        double firstScale = 1.0 / (1.0 - Math.pow(FIRST_DECAY, steps));
        double secondScale = 1.0 / (1.0 - Math.pow(SECOND_DECAY, steps));
        for (int j = 0; j < values.length; j++) {
            first[j] = FIRST_DECAY * first[j] + (1.0 - FIRST_DECAY) * gradient[j];
            second[j] = SECOND_DECAY * second[j] + (1.0 - SECOND_DECAY) * gradient[j] * gradient[j];
            values[j] -= learningRate * first[j] * firstScale / (Math.sqrt(second[j] * secondScale) + EPSILON);
        }
    }
}
