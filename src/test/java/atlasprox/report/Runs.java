package atlasprox.report;

import atlasprox.metrics.EmbeddingScores;
import atlasprox.metrics.Evaluation;
import atlasprox.metrics.groups.GroupChange;
import atlasprox.metrics.score.LisiSpread;
import atlasprox.results.CountsSummary;
import atlasprox.results.EvaluationRun;
import atlasprox.results.FitSummary;
import atlasprox.results.FittedBatch;
import atlasprox.results.RunSummary;
import atlasprox.rounds.RoundTrace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs and pictures to render, made up but of the shapes of real ones. */
final class Runs {
    static final String HOSTILE = "</script><script>alert(1)</script>";

    /** Names that a page could stumble over. */
    static final List<String> HOSTILE_NAMES = List.of(
            HOSTILE,
            "<img src=x onerror=alert(2)>",
            "\"double\" 'single' `back` \\ {{script}} $1 ${x}",
            "two\nlines\r\nand\ttab \u0000 \u2028 \u2029",
            "\uD83E\uDDEC donor \u5317\u4EAC \u202Egnirts",
            "]]><!-- <script>",
            "{a|rich} &lt;b&gt; &amp;",
            "x".repeat(10_000),
            "");

    private Runs() {}

    static List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format("donor_%04d_lane_%d", i, i % 4))
                .toList();
    }

    static RunSummary run(String command, List<String> batches, String label, int rounds) {
        return run(command, label, fit(batches, rounds));
    }

    /** A run by the method aligned, of one round, with its figures for each batch. */
    static RunSummary aligned(List<String> batches, String label, List<Double> preserved, List<Double> separation) {
        FitSummary fit = fit(batches, 1);
        RoundTrace round = fit.trace().get(0);
        RoundTrace told = new RoundTrace(
                1,
                round.objective(),
                false,
                round.worstLoss(),
                round.worstBatch(),
                round.largestChange(),
                round.clientLoss(),
                round.clientChange(),
                Map.of(RoundTrace.THETA, 0.0, RoundTrace.PRESERVED, 0.95, RoundTrace.SEPARATION, 0.25),
                Map.of(RoundTrace.PRESERVED, preserved, RoundTrace.SEPARATION, separation),
                round.cells(),
                round.seconds());
        return run(
                "correct",
                label,
                new FitSummary(
                        "aligned",
                        fit.dimension(),
                        fit.rows(),
                        fit.invalid(),
                        fit.fitted(),
                        fit.fingerprint(),
                        fit.batches(),
                        List.of(told),
                        true,
                        null,
                        fit.warnings(),
                        fit.seconds()));
    }

    private static RunSummary run(String command, String label, FitSummary fit) {
        long cells = fit.rows() - fit.invalid();
        return new RunSummary(
                "0.1.0",
                "4.0.1",
                "17.0.12",
                command,
                "2026-03-01T09:30:05.123Z",
                65.4,
                List.of("s3a://atlas/lung/cells.parquet"),
                "X_pca",
                "X_pca_corrected",
                List.of("donor", "lane"),
                label,
                "soma_joinid",
                "s3a://atlas/lung/corrected",
                settings(),
                new RunSummary.Counts(fit.rows(), cells, fit.invalid(), 0, fit.rows()),
                fit,
                new RunSummary.Fingerprints(fit.fingerprint(), "0123456789abcdef", null),
                new RunSummary.Repeat(List.of("s3a://atlas/lung/cells.parquet"), RunSummary.Models.NONE, null, 1_500),
                List.of(fit.invalid() + " of " + fit.rows() + " rows were written with their embedding as it was."),
                List.of(),
                null,
                null,
                List.of());
    }

    /** The run with the same name in all places where a user names something. */
    static RunSummary named(RunSummary run, String name) {
        return new RunSummary(
                run.atlasprox(),
                run.spark(),
                run.java(),
                run.command(),
                run.started(),
                run.seconds(),
                List.of(name, name),
                name,
                name,
                List.of(name),
                name,
                name,
                name,
                Map.of("batchCol", List.of(name), name, name),
                run.counts(),
                run.fit(),
                run.fingerprints(),
                new RunSummary.Repeat(List.of(name), new RunSummary.Models(name, name, true), null, 1_500),
                List.of(name),
                List.of(),
                null,
                new CountsSummary(
                        name,
                        name,
                        name,
                        Map.of("genes", 2),
                        null,
                        3,
                        2,
                        new double[] {0.5, 0.25},
                        Map.of(name, new CountsSummary.CountQuality(5, 1, 100.5, 2.5, 3))),
                List.of());
    }

    static Picture picture(List<String> batches, List<String> labels, int cells) {
        return picture(batches, labels, cells, List.of("X_pca", "X_pca_corrected"));
    }

    /** Drawn for several embeddings, in each of which the batches lie nearer to each other; UMAP is not worth its time here. */
    static Picture picture(List<String> batches, List<String> labels, int cells, List<String> embeddings) {
        Random random = new Random(7);
        int[] batchOf = random.ints(cells, 0, batches.size()).toArray();
        int[] labelOf = labels.isEmpty()
                ? new int[0]
                : random.ints(cells, -1, labels.size()).toArray();
        List<Picture.Layout> layouts = IntStream.range(0, embeddings.size())
                .mapToObj(e -> new Picture.Layout(
                        embeddings.get(e),
                        points(batchOf, labelOf, 1.0 / (1 + e), 1.0),
                        points(batchOf, labelOf, 1.0 / (1 + e), 0.4)))
                .toList();
        return new Picture(batches, labels, batchOf, labelOf, layouts, 1_234_567);
    }

    private static float[][] points(int[] batchOf, int[] labelOf, double apart, double spread) {
        Random random = new Random(8);
        float[][] points = new float[batchOf.length][];
        for (int i = 0; i < points.length; i++) {
            int group = labelOf.length == 0 ? 0 : labelOf[i] + 1;
            points[i] = new float[] {
                (float) (spread * random.nextGaussian() + 3 * Math.cos(group) + 0.8 * apart * Math.sin(batchOf[i])),
                (float) (spread * random.nextGaussian() + 3 * Math.sin(group) + 0.8 * apart * Math.cos(batchOf[i]))
            };
        }
        return points;
    }

    /** A correction's scores, which leave a metric out. */
    static Evaluation evaluation(List<String> batches, List<String> labels) {
        return evaluation(batches, labels, List.of("X_pca", "X_pca_corrected"));
    }

    static Evaluation evaluation(List<String> batches, List<String> labels, List<String> embeddings) {
        return new Evaluation(
                "scib",
                1_234_567,
                20_000,
                labels.isEmpty() ? 0 : 19_000,
                batches.size(),
                labels.size(),
                5L,
                12.3,
                IntStream.range(0, embeddings.size())
                        .mapToObj(e -> scores(embeddings.get(e), e, batches, labels))
                        .toList(),
                List.of("2 labels have fewer than 10 cells and count little."));
    }

    private static EmbeddingScores scores(String name, int rank, List<String> batches, List<String> labels) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        double better = 0.04 * rank;
        if (!labels.isEmpty()) {
            metrics.put("Isolated labels", 0.512 + better);
            metrics.put("KMeans NMI", 0.612 - better / 2);
            metrics.put("KMeans ARI", 0.512 + 3 * better);
            metrics.put("Silhouette label", 0.553 + better / 20);
            metrics.put("cLISI", 0.998);
            metrics.put("BRAS", 0.712 + 2 * better);
            metrics.put("Held-out F1", 0.758 + better);
        }
        metrics.put("iLISI", 0.124 + 4 * better);
        if (rank > 0) {
            metrics.put("PCR comparison", 0.25 + better);
            metrics.put("Preserved structure", 0.98 - better);
        }
        Double bio = labels.isEmpty() ? null : 0.6 + better;
        Double batch = 0.3 + 3 * better;
        return new EmbeddingScores(
                name,
                metrics,
                List.of(),
                bio,
                batch,
                bio == null ? null : Double.valueOf(0.6 * bio + 0.4 * batch),
                rank == 0 ? List.of() : groups(batches),
                rank == 0 ? List.of() : groups(labels));
    }

    /** Scores of the profile lisi, of two embeddings. */
    static Evaluation unscaledLisi() {
        return new Evaluation(
                "lisi", 100, 100, 100, 3, 2, 0L, 1.0, List.of(lisi("X_pca", 1.1), lisi("X_mixed", 2.9)), List.of());
    }

    private static EmbeddingScores lisi(String name, double mean) {
        List<LisiSpread> lisi = List.of(
                new LisiSpread("Batch LISI", "donor", 100, mean, 0.25),
                new LisiSpread("Cell-type LISI", "cell_type", 100, 1.125, 0.375));
        return new EmbeddingScores(name, Map.of("Held-out F1", 0.9), lisi, null, null, null, List.of(), List.of());
    }

    /** The second was bent more than the rest; what the last kept is not known. */
    private static List<GroupChange> groups(List<String> names) {
        Random random = new Random(3);
        return IntStream.range(0, names.size())
                .mapToObj(i -> new GroupChange(
                        names.get(i),
                        4_000 / (i + 1) + 3,
                        0.2 + 0.4 * random.nextDouble(),
                        i == 1
                                ? Double.valueOf(0.61)
                                : i == names.size() - 1 && i > 2
                                        ? null
                                        : Double.valueOf(0.94 + 0.05 * random.nextDouble())))
                .toList();
    }

    static EvaluationRun evaluationRun(String label) {
        return new EvaluationRun(
                "0.1.0",
                "4.0.1",
                "17.0.12",
                "evaluate",
                "2026-03-01T09:30:05.123Z",
                25.4,
                List.of("s3a://atlas/lung/corrected"),
                List.of("donor", "lane"),
                label,
                Map.of("profile", "scib", "seed", Long.MAX_VALUE, "embeddings", List.of("X_pca", "X_scVI")),
                List.of("3 rows have no batch and were left out."));
    }

    static Optional<Picture> pictured(List<String> batches, List<String> labels) {
        return Optional.of(picture(batches, labels, 3_000));
    }

    private static FitSummary fit(List<String> batches, int rounds) {
        Random random = new Random(1);
        List<FittedBatch> sizes = batches.stream()
                .map(name -> fitted(name, (long) Math.exp(6 + 2 * random.nextGaussian()) + 1, random.nextInt(3)))
                .toList();
        long cells = sizes.stream().mapToLong(FittedBatch::cells).sum();
        long invalid = sizes.stream().mapToLong(FittedBatch::invalid).sum();
        long fitted = sizes.stream().mapToLong(FittedBatch::fitted).sum();
        List<RoundTrace> trace = IntStream.rangeClosed(1, rounds)
                .mapToObj(round -> round(round, batches, random))
                .toList();
        return new FitSummary(
                "scbatchprox",
                50,
                cells + invalid,
                invalid,
                fitted,
                "9f86d081884c7d65",
                sizes,
                trace,
                null,
                null,
                List.of(),
                31.25);
    }

    /** Nine in ten of the cells were fitted on. */
    private static FittedBatch fitted(String name, long cells, long invalid) {
        return new FittedBatch(name, cells, invalid, Math.round(0.9 * cells));
    }

    private static RoundTrace round(int round, List<String> batches, Random random) {
        double[] losses = random.doubles(batches.size(), 0.04 + 0.05 / round, 0.09 + 0.1 / round)
                .toArray();
        double worst = Arrays.stream(losses).max().orElse(0);
        double mean = Arrays.stream(losses).average().orElse(0);
        return new RoundTrace(
                round,
                mean,
                null,
                worst,
                batches.get(IntStream.range(0, losses.length)
                        .filter(i -> losses[i] == worst)
                        .findFirst()
                        .orElse(0)),
                Math.exp(-1.5 * round),
                Arrays.stream(losses).boxed().toList(),
                null,
                Map.of(),
                Map.of(),
                123_456,
                3.4);
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("embeddingCol", "X_pca");
        settings.put("batchCol", List.of("donor", "lane"));
        settings.put("method", "scbatchprox");
        settings.put("solver", "adam");
        settings.put("rounds", 7);
        settings.put("lambda", 0.001);
        settings.put("seed", Long.MAX_VALUE);
        settings.put("standardize", false);
        settings.put("onInvalid", "pass");
        settings.put("unknownBatch", "fail");
        return settings;
    }
}
