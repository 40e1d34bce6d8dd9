package atlasprox.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.cells.Census;
import atlasprox.rounds.Exchange;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.Together;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.folder.Waiting;
import atlasprox.sites.keys.Signing;
import atlasprox.sites.message.Content;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A coordinator and sites in threads, with a method of one question: the number sent, times the client's cells. */
class SitesTest {
    private static final Exchange<Long, Long> TIMES = new Exchange<>("times", Long.class, Long.class);
    private static final Exchange<Sum, Long> SUM = new Exchange<>("sum", Sum.class, Long.class);
    private static final Duration BEAT = Duration.ofMillis(30);
    private static final int ROUNDS = 2;

    /** By site, its batches and their cells; p is at both. */
    private static final Map<String, Map<String, Integer>> CELLS =
            Map.of("a", Map.of("p", 20, "z", 30), "b", Map.of("c", 10, "p", 40));

    @TempDir
    private Path place;

    private ExchangeFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = ExchangeFolder.open(new Configuration(), place.toString());
    }

    @Test
    void sitesAnswerForTheirOwnBatches() {
        CompletableFuture<Optional<Site.Result>> a = start("a", what -> {});
        CompletableFuture<Optional<Site.Result>> b = start("b", what -> {});
        List<String> notes = new ArrayList<>();
        assertThat(coordinate(1, notes, what -> {})).isEqualTo(expected());
        assertThat(notes).singleElement().asString().contains("1 batch names are used by several sites", "'p'");
        assertThat(a.join().orElseThrow().batches()).isEqualTo(new TreeMap<>(Map.of("p@a", "p", "z", "z")));
        assertThat(b.join().orElseThrow().batches()).isEqualTo(new TreeMap<>(Map.of("p@b", "p", "c", "c")));
    }

    @Test
    void aSiteMayBeKilledAtAnyMessageAndStartedAgain() {
        for (int killed = 1; killed <= 2 + ROUNDS; killed++) {
            folderFor("site-killed-" + killed);
            CompletableFuture<Optional<Site.Result>> b = start("b", what -> {});
            CompletableFuture<List<SortedMap<Integer, Long>>> coordinator = start(what -> {});
            CompletableFuture<Optional<Site.Result>> a = start("a", dyingAt(killed));
            assertThatThrownBy(a::join).hasRootCauseMessage("killed");
            assertThat(run("a", 1, List.of("a", "b"), what -> {})).isPresent();
            assertThat(coordinator.join()).as("killed at %d", killed).isEqualTo(expected());
            assertThat(b.join()).isPresent();
        }
    }

    @Test
    void theCoordinatorMayBeKilledAtAnyMessageAndStartedAgain() {
        for (int killed = 1; killed <= 4 + ROUNDS; killed++) {
            folderFor("coordinator-killed-" + killed);
            CompletableFuture<Optional<Site.Result>> a = start("a", what -> {});
            CompletableFuture<Optional<Site.Result>> b = start("b", what -> {});
            Consumer<String> dying = dyingAt(killed);
            assertThatThrownBy(() -> coordinate(1, new ArrayList<>(), dying)).hasMessage("killed");
            assertThat(coordinate(1, new ArrayList<>(), what -> {}))
                    .as("killed at %d", killed)
                    .isEqualTo(expected());
            assertThat(a.join()).isPresent();
            assertThat(b.join()).isPresent();
        }
    }

    @Test
    void whoDoesNotComeIsNamedAndCanBeLeftOut() {
        CompletableFuture<Optional<Site.Result>> a = start("a", what -> {});
        assertThatThrownBy(() -> coordinate(1, List.of("a", "b"), new ArrayList<>(), what -> {}, 3_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for 'b' to answer message 1 (counting cells)");
        CompletableFuture<List<SortedMap<Integer, Long>>> alone = CompletableFuture.supplyAsync(
                () -> coordinate(2, List.of("a"), new ArrayList<>(), what -> {}, 20_000),
                task -> new Thread(task).start());
        assertThat(a.join()).isEmpty();
        assertThat(run("a", 2, List.of("a"), what -> {})).isPresent();
        assertThat(alone.join().get(0)).isEqualTo(new TreeMap<>(Map.of(0, 20L, 1, 30L)));
    }

    @Test
    void aDamagedAnswerIsNamedAndSentAgain() throws IOException {
        CompletableFuture<Optional<Site.Result>> a = start("a", what -> {});
        CompletableFuture<Optional<Site.Result>> b = start("b", what -> {});
        coordinate(1, new ArrayList<>(), what -> {});
        a.join();
        b.join();
        Path answer = place.resolve("attempt-1/b/0004-times.jsonl");
        byte[] whole = Files.readAllBytes(answer);
        byte[] other = whole.clone();
        other[whole.length / 2]++;
        Files.write(answer, other);
        assertThatThrownBy(() -> coordinate(1, new ArrayList<>(), what -> {}))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("0004-times.jsonl is damaged");
        Files.delete(answer);
        CompletableFuture<Optional<Site.Result>> again = start("b", what -> {});
        assertThat(coordinate(1, new ArrayList<>(), what -> {})).isEqualTo(expected());
        assertThat(again.join()).isPresent();
        assertThat(answer).hasBinaryContent(whole);
    }

    @Test
    void anAnswerForAnotherSitesBatchIsRefused() {
        CompletableFuture<Void> site = answering(TIMES, Map.of(7, 1L));
        assertThatThrownBy(() -> coordinate(1, List.of("a"), new ArrayList<>(), what -> {}, 20_000))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(
                        "'a' answers (round 1) for batches number [7] of all sites', and has number [0, 1]");
        assertThatThrownBy(site::join).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    private CompletableFuture<Void> answering(Exchange<?, ?> exchange, Map<Integer, Long> answers) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Claim claim = Claim.take(folder, "a", BEAT)) {
                        new Site(box("a", 1, List.of("a"), 3_000), claim, what -> {}, 5)
                                .run(
                                        new Answering(CELLS.get("a"), answers),
                                        List.of(exchange),
                                        UnaryOperator.identity());
                    }
                },
                task -> new Thread(task).start());
    }

    /** As its cells would be left out of what all are thought to be in. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aSiteThatDoesNotAnswerOnceForAllIsRefusedWhereItShould(int answered) {
        CompletableFuture<Void> site = answering(SUM, answered == 0 ? Map.of() : Map.of(0, 1L, 1, 1L));
        try (Claim claim = Claim.take(folder, Mailbox.COORDINATOR, BEAT)) {
            Coordinator coordinator =
                    new Coordinator(box(Mailbox.COORDINATOR, 1, List.of("a"), 20_000), claim, what -> {});
            coordinator.offer(Offer.of(new TreeMap<>()));
            coordinator.census(false, false, note -> {});
            assertThatThrownBy(() -> coordinator.exchange(SUM, "summing", new Sum(1L)))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining("'a' answers (summing) for batches number "
                            + (answered == 0 ? "[]" : "[0, 1]") + " of all sites', and has number [0]");
        }
        assertThatThrownBy(site::join).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    /** In words that tell nothing of cells; all may be started again. */
    @Test
    void aFailureIsToldToTheOthers() throws IOException {
        CompletableFuture<Optional<Site.Result>> b =
                told("b", List.of("a", "b"), () -> run("b", 1, List.of("a", "b"), what -> {}));
        CompletableFuture<Optional<Site.Result>> a = told("a", List.of("a", "b"), () -> {
            run("a", 1, List.of("a", "b"), dyingAt(3));
            return Optional.empty();
        });
        assertThatThrownBy(
                        told(Mailbox.COORDINATOR, List.of("a", "b"), () -> coordinate(1, new ArrayList<>(), what -> {}))
                                ::join)
                .hasRootCauseMessage(
                        "'a' has stopped, for an error: its own output says more; what has been sent is kept:"
                                + " start all sides again when that is mended");
        assertThatThrownBy(a::join).hasRootCauseMessage("killed");
        assertThatThrownBy(b::join).rootCause().hasMessageStartingWith("'coordinator' has stopped, for an error");
        assertThat(Files.readString(place.resolve("attempt-1/a/0000-failed.jsonl")))
                .doesNotContain("killed");
        CompletableFuture<Optional<Site.Result>> again = start("a", what -> {});
        CompletableFuture<Optional<Site.Result>> other = start("b", what -> {});
        assertThat(coordinate(1, new ArrayList<>(), what -> {})).isEqualTo(expected());
        assertThat(again.join()).isPresent();
        assertThat(other.join()).isPresent();
    }

    private <T> CompletableFuture<T> told(String side, List<String> sites, FailureNotes.Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Claim claim = Claim.take(folder, "notes of " + side, BEAT)) {
                        return FailureNotes.told(box(side, 1, sites, 20_000), claim, work);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    /** Whose words would otherwise be taken for the answer to it. */
    @Test
    void anotherQuestionInThePlaceOfOneThatWasAnsweredIsRefused() throws IOException {
        CompletableFuture<Optional<Site.Result>> a = start("a", what -> {});
        CompletableFuture<Optional<Site.Result>> b = start("b", what -> {});
        coordinate(1, new ArrayList<>(), what -> {});
        a.join();
        b.join();
        Files.delete(place.resolve("attempt-1/coordinator/0004-times.jsonl"));
        box(Mailbox.COORDINATOR, 1, List.of("a", "b"), 100).send(4, "times", "round 2", null, 0, Content.line(77L));
        assertThatThrownBy(start("a", what -> {})::join)
                .rootCause()
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("message 4 (round 2) asks something else than it did when this site answered it");
    }

    /** By which it would forget what it has answered. */
    @ParameterizedTest
    @CsvSource({"2, census", "3, roster"})
    void aSecondCensusOrRosterIsRefused(int answered, String exchange) throws IOException {
        CompletableFuture<Optional<Site.Result>> a = start("a", what -> {});
        CompletableFuture<Optional<Site.Result>> b = start("b", what -> {});
        coordinate(1, new ArrayList<>(), what -> {});
        a.join();
        b.join();
        Path model = place.resolve("attempt-1/coordinator/%04d-model.jsonl".formatted(3 + ROUNDS));
        Path first = place.resolve("attempt-1/coordinator/%04d-%s.jsonl".formatted(answered - 1, exchange));
        byte[] content = Files.readAllLines(first).get(1).getBytes(StandardCharsets.UTF_8);
        Files.delete(model);
        box(Mailbox.COORDINATOR, 1, List.of("a", "b"), 100).send(3 + ROUNDS, exchange, "again", null, 0, content);
        assertThatThrownBy(start("a", what -> {})::join)
                .rootCause()
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("asks for '" + exchange + "' a second time in this run");
    }

    private void folderFor(String name) {
        try {
            folder =
                    ExchangeFolder.open(new Configuration(), place.resolve(name).toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Clients are c, p@a, p@b and z. */
    private static List<SortedMap<Integer, Long>> expected() {
        List<SortedMap<Integer, Long>> answers = new ArrayList<>();
        for (long round = 1; round <= ROUNDS; round++) {
            answers.add(new TreeMap<>(Map.of(0, 10 * round, 1, 20 * round, 2, 40 * round, 3, 30 * round)));
        }
        return answers;
    }

    private static Consumer<String> dyingAt(int message) {
        int[] count = {0};
        return what -> {
            if (++count[0] == message) {
                throw new IllegalStateException("killed");
            }
        };
    }

    private CompletableFuture<Optional<Site.Result>> start(String site, Consumer<String> phase) {
        return CompletableFuture.supplyAsync(
                () -> run(site, 1, List.of("a", "b"), phase), task -> new Thread(task).start());
    }

    private CompletableFuture<List<SortedMap<Integer, Long>>> start(Consumer<String> phase) {
        return CompletableFuture.supplyAsync(
                () -> coordinate(1, new ArrayList<>(), phase), task -> new Thread(task).start());
    }

    private List<SortedMap<Integer, Long>> coordinate(int attempt, List<String> notes, Consumer<String> phase) {
        return coordinate(attempt, List.of("a", "b"), notes, phase, 20_000);
    }

    private List<SortedMap<Integer, Long>> coordinate(
            int attempt, List<String> sites, List<String> notes, Consumer<String> phase, long milliseconds) {
        try (Claim claim = Claim.take(folder, Mailbox.COORDINATOR, BEAT)) {
            Coordinator coordinator =
                    new Coordinator(box(Mailbox.COORDINATOR, attempt, sites, milliseconds), claim, phase);
            coordinator.offer(Offer.of(new TreeMap<>()));
            Census census = coordinator.census(false, false, notes::add);
            assertThat(census.clients()).hasSize(sites.size() * 2);
            List<SortedMap<Integer, Long>> answers = new ArrayList<>();
            for (long round = 1; round <= ROUNDS; round++) {
                answers.add(coordinator.exchange(TIMES, "round " + round, round));
            }
            if (!coordinator.hasEnded()) {
                coordinator.end(new PublishedModel("nothing", new TreeMap<>()));
            }
            return answers;
        }
    }

    private Optional<Site.Result> run(String name, int attempt, List<String> sites, Consumer<String> phase) {
        try (Claim claim = Claim.take(folder, name, BEAT)) {
            return new Site(box(name, attempt, sites, 20_000), claim, phase, 5)
                    .run(new CountedCells(CELLS.get(name)), List.of(TIMES), UnaryOperator.identity());
        } catch (RuntimeException e) {
            throw new CompletionException(e);
        }
    }

    private Mailbox box(String self, int attempt, List<String> sites, long milliseconds) {
        Waiting waiting =
                new Waiting(Duration.ofMillis(milliseconds), Duration.ofMinutes(1), Duration.ofMillis(5), line -> {});
        return new Mailbox(folder, new Mailbox.Attempt("run", attempt, sites), self, Signing.NONE, waiting);
    }

    /** What each side is to answer once. */
    private record Sum(long of) implements Together, Serializable {}

    /** Answers always the same. */
    private record Answering(Map<String, Integer> batches, Map<Integer, Long> answers) implements Site.Cells {
        @Override
        public Census census() {
            return new CountedCells(batches).census();
        }

        @Override
        public Exchanges clients(List<String> all, List<String> seen) {
            return new Exchanges() {
                @Override
                public <M extends Serializable, U> SortedMap<Integer, U> exchange(
                        Exchange<M, U> exchange, String what, M message) {
                    SortedMap<Integer, U> all = new TreeMap<>();
                    answers.forEach((client, answer) ->
                            all.put(client, exchange.update().cast(answer)));
                    return all;
                }
            };
        }
    }

    /** Cells of which there is nothing but their number. */
    private record CountedCells(Map<String, Integer> batches) implements Site.Cells {
        @Override
        public Census census() {
            Census census = new Census(1);
            batches.forEach((batch, cells) -> {
                for (int cell = 0; cell < cells; cell++) {
                    census.addCell(batch, new float[] {cell}, cell, 0.5, true);
                }
            });
            return census;
        }

        @Override
        public Exchanges clients(List<String> all, List<String> seen) {
            return new Exchanges() {
                @Override
                public <M extends Serializable, U> SortedMap<Integer, U> exchange(
                        Exchange<M, U> exchange, String what, M message) {
                    SortedMap<Integer, U> answers = new TreeMap<>();
                    for (int client = 0; client < seen.size(); client++) {
                        if (seen.get(client) != null) {
                            answers.put(client, exchange.update().cast((Long) message * batches.get(seen.get(client))));
                        }
                    }
                    return answers;
                }
            };
        }
    }
}
