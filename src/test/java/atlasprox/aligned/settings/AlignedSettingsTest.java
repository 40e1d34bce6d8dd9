package atlasprox.aligned.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlasprox.aligned.PlainSettings;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignedSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "20, '2 2 2 2 2 2 2 2 2 1.6 1.2 .8 .4 0 0 0 0 0 0 0'",
        "13, '2 2 2 2 2 2 2 2 2 1.6 1.2 .8 .4'",
        "8, '2 2 2 2 1.6 1.2 .8 .4'",
        "4, '1.6 1.2 .8 .4'",
        "2, '.8 .4'",
        "1, '.4'"
    })
    void thePressureFadesOverTheLastRounds(int rounds, String schedule) {
        double[] expected = IntStream.range(0, rounds)
                .mapToDouble(i -> Double.parseDouble(schedule.split(" ")[i]))
                .toArray();
        double[] theta = IntStream.rangeClosed(1, rounds)
                .mapToDouble(settings(rounds, 2)::thetaIn)
                .toArray();
        assertThat(theta).containsExactly(expected, within(1e-12));
    }

    @Test
    void withoutThetaThereIsNoPressure() {
        for (int round = 1; round <= 20; round++) {
            assertThat(settings(20, 0).thetaIn(round)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 100000", "-1, 20, 100000", "-1, 21, 105000", "0, 1000, 0", "7, 1000, 7"})
    void theFitsCellsGoByTheBatchesUnlessTheyAreGiven(long given, int batches, long expected) {
        assertThat(PlainSettings.fittingOn(given).fitCellsFor(batches)).isEqualTo(expected);
    }

    private static AlignedSettings settings(int rounds, double theta) {
        return PlainSettings.of(rounds, 0, theta, 0.0);
    }
}
