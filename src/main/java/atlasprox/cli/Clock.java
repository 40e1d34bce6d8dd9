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

    /** Cells per second and time left when so many of the phase's tasks are done. */
    String words(int done, int total) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double share = (double) done / total;
        String speed = cells == 0 ? "" : String.format(", %,.0f cells/s", cells * share / seconds);
        return speed + ", " + Reporting.time(seconds * (1.0 - share) / share) + " left";
    }
}
