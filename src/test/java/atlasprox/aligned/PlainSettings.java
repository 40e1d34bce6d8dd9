package atlasprox.aligned;

import atlasprox.aligned.settings.AlignedSettings;

/** Settings of aligned refinement for tests: those that a test is about, and usual ones for the rest. */
public final class PlainSettings {
    private PlainSettings() {}

    public static AlignedSettings rounds(int rounds, int prototypes) {
        return of(rounds, prototypes, 0.0, 0.0);
    }

    public static AlignedSettings of(int rounds, int prototypes, double theta, double tolerance) {
        return of(rounds, prototypes, theta, 0.2, 2.0, tolerance);
    }

    public static AlignedSettings of(
            int rounds, int prototypes, double theta, double alpha, double ridge, double tolerance) {
        return of(rounds, prototypes, theta, alpha, ridge, tolerance, 0L);
    }

    public static AlignedSettings fittingOn(long maxFitCells) {
        return of(8, 0, 0.0, 0.2, 2.0, 0.0, maxFitCells);
    }

    private static AlignedSettings of(
            int rounds, int prototypes, double theta, double alpha, double ridge, double tolerance, long maxFitCells) {
        return new AlignedSettings(
                rounds,
                prototypes,
                0.1,
                theta,
                alpha,
                ridge,
                1.4,
                2,
                2.0,
                1.0,
                1,
                0.0,
                tolerance,
                AlignedSettings.Start.NONE,
                maxFitCells,
                0L);
    }
}
