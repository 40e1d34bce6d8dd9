package atlasprox.synth;

import org.apache.commons.math3.random.AbstractRandomGenerator;

/** The counter-based numbers, for the distributions of commons-math. */
final class LibraryRandom extends AbstractRandomGenerator {
    private final CounterRandom random;

    LibraryRandom(CounterRandom random) {
        this.random = random;
    }

    @Override
    public double nextDouble() {
        return random.uniform();
    }

    @Override
    public double nextGaussian() {
        return random.gaussian();
    }

    @Override
    public void setSeed(long seed) {
        throw new UnsupportedOperationException("the seed is that of the counter");
    }
}
