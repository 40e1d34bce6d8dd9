package atlasprox.rounds;

/** Is told of each round as it ends, on the driver; shows progress, for instance. */
@FunctionalInterface
public interface RoundListener {

    /**
     * @param trace what the round did
     * @param rounds how many rounds there will be at most
     */
    void onRound(RoundTrace trace, int rounds);
}
