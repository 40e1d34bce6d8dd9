package atlasprox.report;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.metrics.EmbeddingScores;
import atlasprox.metrics.Evaluation;
import atlasprox.metrics.score.LisiSpread;
import atlasprox.rounds.RoundTrace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "0.60, 0.60, is better than raw:",
        "0.48, 0.90, 'is better than raw on the whole, at a cost to biology:'",
        "0.90, 0.38, 'is better than raw on the whole, though batches mix less:'",
        "0.30, 0.60, 'is worse than raw: batches mix better, but biology lost more than that is worth:'",
        "0.52, 0.30, 'is worse than raw: biology is kept better, but batches mix less:'",
        "0.40, 0.65, 'is no better than raw on the whole: batches mix better, but at as much cost to biology:'",
        "0.60, 0.35, 'is no better than raw on the whole: biology is kept better, but batches mix less:'",
        "0.40, 0.40, is worse than raw:",
        "0.505, 0.502, is about as good as raw:"
    })
    void judgesByTotalAndSaysWhatItCost(double bio, double batch, String judged) {
        String verdict = Verdict.of(evaluation(5, scores("raw", 0.5, 0.5), scores("new", bio, batch)));

        assertThat(verdict).startsWith("new " + judged).endsWith(".");
    }

    @Test
    void tellsTheFigures() {
        assertThat(Verdict.of(evaluation(5, scores("raw", 0.5, 0.25), scores("new", 0.75, 0.5))))
                .isEqualTo("new is better than raw: total from 0.400 to 0.650, bio conservation from 0.500 to 0.750, "
                        + "batch correction from 0.250 to 0.500.");
    }

    @Test
    void doesNotJudgeBiologyWithoutLabels() {
        assertThat(Verdict.of(evaluation(0, scores("raw", null, 0.25), scores("new", null, 0.5))))
                .isEqualTo("new against raw: batch correction from 0.250 to 0.500, with 93 % of the structure within "
                        + "batches preserved; without labels, what became of biology is not known.");
    }

    @Test
    void namesTheBestOfSeveral() {
        Evaluation evaluation = evaluation(
                5,
                scores("raw", 0.5, 0.5),
                scores("good", 0.7, 0.7),
                scores("best", 0.8, 0.8),
                scores("bad", 0.1, 0.1));

        assertThat(Verdict.of(evaluation))
                .startsWith(
                        "Of 4 embeddings best has the best total; it is better than raw: total from 0.500 to 0.800");
    }

    @Test
    void saysIfNoneOfSeveralIsBetter() {
        Evaluation evaluation =
                evaluation(5, scores("raw", 0.5, 0.5), scores("bad", 0.1, 0.1), scores("near", 0.4, 0.4));

        assertThat(Verdict.of(evaluation))
                .startsWith("Of 3 embeddings raw has the best total; of the rest, near is worse than raw: total");
    }

    @Test
    void takesTheBestBatchCorrectionOfSeveralWithoutLabels() {
        Evaluation evaluation = evaluation(
                0,
                scores("raw", null, 0.5),
                scores("more", null, 0.9),
                scores("less", null, 0.6),
                scores("none", null, null));

        assertThat(Verdict.of(evaluation))
                .startsWith(
                        "Of 4 embeddings more has the best batch correction; more against raw: batch correction from")
                .endsWith("what became of biology is not known.");
    }

    @Test
    void withoutAnyAggregateNeighboursFromOtherBatchesTell() {
        EmbeddingScores raw = mixed("raw", 0.1);
        EmbeddingScores more = mixed("more", 0.4);
        assertThat(Verdict.of(evaluation(0, raw, more)))
                .startsWith("more against raw: iLISI from 0.100 to 0.400, with 93 % of the structure")
                .endsWith("what became of biology is not known.");
        assertThat(Verdict.of(evaluation(0, raw, mixed("less", 0.2), more)))
                .startsWith("Of 3 embeddings more has the best iLISI; more against raw: iLISI from 0.100 to 0.400");
        assertThat(Verdict.of(evaluation(0, raw)))
                .isEqualTo("raw alone was scored, so there is nothing to compare with: iLISI 0.100.");
    }

    private static EmbeddingScores mixed(String name, double ilisi) {
        return new EmbeddingScores(
                name,
                Map.of("Preserved structure", 0.93, "iLISI", ilisi),
                List.of(),
                null,
                null,
                null,
                List.of(),
                List.of());
    }

    @Test
    void severalMayHaveNothingInCommon() {
        assertThat(Verdict.of(evaluation(0, scores("raw", null, null), scores("a", null, 0.9), scores("b", null, 0.6))))
                .isEqualTo("No embedding has a score in common with raw.");
    }

    @Test
    void doesNotCompareOneEmbedding() {
        assertThat(Verdict.of(evaluation(5, scores("raw", 0.5, null))))
                .isEqualTo("raw alone was scored, so there is nothing to compare with: bio conservation 0.500.");
        assertThat(Verdict.of(evaluation(5, scores("raw", null, null))))
                .isEqualTo("No score of raw could be computed.");
    }

    @Test
    void saysIfNothingCanBeCompared() {
        assertThat(Verdict.of(evaluation(5, scores("raw", null, null), scores("new", 0.5, 0.5))))
                .isEqualTo("new and raw have no score in common.");
        assertThat(Verdict.of(evaluation(5))).isEqualTo("No embedding was scored.");
    }

    @Test
    void readsTheRoundsWhereNothingWasScored() {
        assertThat(Verdict.of(List.of(round(0.9, 0.62), round(0.93, 0.2))))
                .contains(
                        "The batches lie closer together: their separation fell from 0.62 to 0.20 (0 is mixed, 1 apart), "
                                + "and 93 % of the structure within batches was preserved.");
        assertThat(Verdict.of(List.of(round(0.9, 0.2), round(0.5, 0.62))).orElseThrow())
                .startsWith("The batches lie farther apart: their separation rose from 0.20 to 0.62")
                .endsWith("but only 50 % of the structure within batches was preserved.");
        assertThat(Verdict.of(List.of(round(0.9, 0.2))).orElseThrow())
                .startsWith("The separation of the batches stayed at");
        assertThat(Verdict.of(List.of(round(null, null)))).isEmpty();
        assertThat(Verdict.of(List.<RoundTrace>of())).isEmpty();
    }

    /** The best LISI of batches is what scrambling gives, so it chooses none. */
    @Test
    void unscaledLisiIsToldButChoosesNone() {
        EmbeddingScores raw = lisi("raw", 1.1, 1.05, 0.9);
        EmbeddingScores mixed = lisi("mixed", 2.9, 1.8, 0.3);
        assertThat(Verdict.of(evaluation(5, raw, mixed)))
                .isEqualTo(
                        "mixed against raw: Batch LISI (donor) from 1.100 to 2.900, Cell-type LISI (type) from 1.050 to "
                                + "1.800, Held-out F1 from 0.900 to 0.300.");
        assertThat(Verdict.of(evaluation(5, raw)))
                .endsWith("compare with: Batch LISI (donor) 1.100, Cell-type LISI (type) 1.050, Held-out F1 0.900.");
        assertThat(Verdict.of(evaluation(5, raw, mixed, mixed)))
                .startsWith("Unscaled LISI names no best of 3 embeddings:");
    }

    private static EmbeddingScores lisi(String name, double batch, double type, double f1) {
        List<LisiSpread> lisi = List.of(
                new LisiSpread("Batch LISI", "donor", 100, batch, 0.1),
                new LisiSpread("Cell-type LISI", "type", 100, type, 0.1));
        return new EmbeddingScores(name, Map.of("Held-out F1", f1), lisi, null, null, null, List.of(), List.of());
    }

    private static Evaluation evaluation(int labels, EmbeddingScores... embeddings) {
        return new Evaluation("scib", 100, 100, 100, 2, labels, 0L, 1.0, List.of(embeddings), List.of());
    }

    private static EmbeddingScores scores(String name, Double bio, Double batch) {
        Double total = bio == null || batch == null ? null : Double.valueOf(0.6 * bio + 0.4 * batch);
        return new EmbeddingScores(
                name, Map.of("Preserved structure", 0.93), List.of(), bio, batch, total, List.of(), List.of());
    }

    private static RoundTrace round(Double preserved, Double separation) {
        Map<String, Double> figures = preserved == null
                ? Map.of()
                : Map.of(RoundTrace.PRESERVED, preserved, RoundTrace.SEPARATION, separation);
        return new RoundTrace(1, 1.0, null, 1.0, "a", 0.1, List.of(1.0), null, figures, Map.of(), 10, 0.1);
    }
}
