package atlasprox.cli;

import atlasprox.federate.RoundTrace;

/** Speed and time left, from what a phase has done so far. */
final class Clock {
    private long cells;
    private long start = System.nanoTime();
    private double roundSeconds;

    void start(long phaseCells) {
        cells = phaseCells;
        start = System.nanoTime();
        roundSeconds = 0.0;
    }

    /** Takes note of a round; returns the seconds that the others will take, going by the mean so far. */
    double round(RoundTrace trace, int rounds) {
        roundSeconds += trace.seconds();
        return roundSeconds / trace.round() * (rounds - trace.round());
    }

    /** Cells per second when so many of the phase's tasks are done; nothing where its cells are not known. */
    String speed(int done, int total) {
        return cells == 0 ? "" : String.format("%,.0f cells/s", cells * share(done, total) / seconds());
    }

    /** The time that the rest of the phase's tasks will take, going by the ones done so far. */
    String left(int done, int total) {
        double share = share(done, total);
        return Reporting.time(seconds() * (1.0 - share) / share) + " left";
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double share(int done, int total) {
        return (double) done / total;
    }
}
