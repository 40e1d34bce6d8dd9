package atlasprox.aligned.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CovariatesTest {
    private static final List<String> COLUMNS = List.of("donor", "assay");
    private static final List<List<String>> VALUES = List.of(
            List.of("d2", "10x"), List.of("d1", "10x"), List.of("d1", "smart=seq:2"), List.of("d2", "smart=seq:2"));

    @Test
    void levelsAreInTheOrderOfTheirValues() {
        Covariates covariates = Covariates.of(VALUES, new Strengths(COLUMNS, List.of()));
        assertThat(covariates.level()[0]).containsExactly(1, 0, 0, 1);
        assertThat(covariates.level()[1]).containsExactly(0, 0, 1, 1);
        assertThat(covariates.strength()[0]).containsExactly(1.0, 1.0, 0.0);
    }

    @Test
    void membersOfALevelAreTheClientsThatHaveIt() {
        Covariates covariates = Covariates.of(VALUES, new Strengths(COLUMNS, List.of("donor:d1=0")));
        assertThat(covariates.members(0)).isDeepEqualTo(new int[][] {{}, {0, 3}, {1, 2}});
        assertThat(covariates.members(1)).isDeepEqualTo(new int[][] {{0}, {3}, {1, 2}});
    }

    @Test
    void aLevelsStrengthBeatsItsColumns() {
        Covariates covariates =
                Covariates.of(VALUES, new Strengths(COLUMNS, List.of("assay=0.5", "assay:smart=seq:2=0.25")));
        assertThat(covariates.strength()[1]).containsExactly(0.5, 0.25, 0.0);
        assertThat(covariates.strength(0)).isEqualTo(0.5);
        assertThat(covariates.strength(3)).isEqualTo(0.25);
    }

    @Test
    void clientsWithALevelOfStrengthZeroAreHeldApartInEveryColumn() {
        Covariates covariates = Covariates.of(VALUES, new Strengths(COLUMNS, List.of("donor:d1=0")));
        assertThat(covariates.level()[0]).containsExactly(1, 2, 2, 1);
        assertThat(covariates.level()[1]).containsExactly(0, 2, 2, 1);
        assertThat(covariates.strength()[0]).containsExactly(0.0, 1.0, 0.0);
        assertThat(covariates.held(1)).isTrue();
        assertThat(covariates.held(0)).isFalse();
    }

    @Test
    void startShiftsAreTakenRelativeToHeldClients() {
        Covariates covariates = Covariates.of(
                List.of(List.of("a"), List.of("b"), List.of("c"), List.of("d")),
                new Strengths(List.of("batch"), List.of("batch:a=0", "batch:c=0.5")));
        double[][] anchored = covariates.anchored(new double[][] {{2}, {-1}, {5}, {0}}, new long[] {10, 10, 10, 10});
        assertThat(anchored).isDeepEqualTo(new double[][] {{0}, {-3}, {1.5}, {0}});
    }

    @Test
    void levelsThatAreToBeHeldArePutApart() {
        Covariates covariates = Covariates.of(
                List.of(List.of("a"), List.of("b"), List.of("c")),
                new Strengths(List.of("batch"), List.of("batch:b=0.5")));
        Covariates weaker = covariates.weakened(new double[][] {{0.0, 0.5, 1.0, 1.0}});
        assertThat(weaker.held(0)).isTrue();
        assertThat(weaker.strength(1)).isEqualTo(0.25);
        assertThat(weaker.strength(2)).isEqualTo(1.0);
        assertThat(covariates.weakened(new double[][] {{1.0, 1.0, 1.0, 1.0}})).isSameAs(covariates);
    }

    @Test
    void aColumnWithoutAnEffectDoesNotHoldTheClientsOfAnother() {
        Covariates covariates = Covariates.of(VALUES, new Strengths(COLUMNS, List.of("assay=0.5")));
        Covariates weaker = covariates.weakened(new double[][] {{1.0, 0.5, 1.0}, {0.0, 0.0, 1.0}});
        assertThat(weaker.strength()[1]).containsOnly(0.0);
        assertThat(IntStream.range(0, VALUES.size()).mapToObj(weaker::held)).containsOnly(false);
        assertThat(IntStream.range(0, VALUES.size()).mapToDouble(weaker::strength))
                .containsExactly(0.25, 0.5, 0.5, 0.25);
        Covariates none = covariates.weakened(new double[][] {{0.0, 0.0, 1.0}, {0.0, 0.0, 1.0}});
        assertThat(IntStream.range(0, VALUES.size()).mapToObj(none::held)).containsOnly(true);
    }

    @Test
    void levelsPutTogetherAreOneAndStartAlike() {
        Covariates covariates = Covariates.of(
                List.of(List.of("a"), List.of("b"), List.of("c")), new Strengths(List.of("batch"), List.of()));
        Covariates together = covariates.together(new int[][] {{0, 1, 0, 2}});
        assertThat(together.level()[0]).containsExactly(0, 1, 0);
        assertThat(together.alike()).isDeepEqualTo(new int[][] {{0, 2}, {1}, {0, 2}});
        double[][] starts = together.anchored(new double[][] {{1}, {2}, {3}}, new long[] {10, 10, 20});
        assertThat(starts).isDeepEqualTo(new double[][] {{3}, {2}, {3}});
        assertThat(covariates.together(new int[][] {{3, 1, 0, 2}})).isSameAs(covariates);
    }

    @Test
    void strengthsThatAreNoneAreRefusedWithTheRemedy() {
        assertRefused("donor", "write column=number or column:level=number");
        assertRefused("donor=2", "from 0 to 1");
        assertRefused("donor=NaN", "from 0 to 1");
        assertRefused("donor=-0.1", "from 0 to 1");
        assertRefused("donor=much", "from 0 to 1");
        assertRefused("tissue=0.5", "the batch columns are donor, assay");
        assertThatThrownBy(() -> Covariates.of(VALUES, new Strengths(COLUMNS, List.of("donor:d9=0.5"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no cell has 'd9' in the batch column 'donor'; it has d1, d2");
    }

    private static void assertRefused(String entry, String remedy) {
        assertThatThrownBy(() -> new Strengths(COLUMNS, List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry)
                .hasMessageContaining(remedy);
    }
}
