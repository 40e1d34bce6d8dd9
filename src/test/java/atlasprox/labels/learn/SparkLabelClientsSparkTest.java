package atlasprox.labels.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atlasprox.BadDataException;
import atlasprox.SparkExtension;
import atlasprox.labels.LabelReference;
import atlasprox.labels.NearestPrototype;
import atlasprox.labels.learn.LabelExchanges.Dealing;
import atlasprox.labels.learn.LabelExchanges.LabelQuestion;
import atlasprox.labels.learn.LabelExchanges.Others;
import atlasprox.math.Centre;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.scbatchprox.FilmTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a side with labelled cells goes along with, whatever it is asked. */
@ExtendWith(SparkExtension.class)
class SparkLabelClientsSparkTest {
    private static final List<String> COLUMNS = List.of("type", "half");
    private static final LabelFolds BY_BATCH = new LabelFolds(new TreeMap<>(Map.of("a", 0, "b", 1)), 2);
    private static final LabelFolds TWO = LabelFolds.byCell(2);
    private static final LabelFolds THREE = LabelFolds.byCell(3);
    private static final LabelReference NONE = LabelReference.none(2);

    private Dataset<Row> cells;

    @BeforeEach
    void makeCells(SparkSession spark) {
        cells = spark.range(0, 60, 1, 2)
                .selectExpr(
                        "if(id < 30, 'a', 'b') AS batch",
                        "concat('type ', id % 2) AS type",
                        "if(id % 3 = 0, 'x', 'y') AS half",
                        "array(float(id % 7), float(id % 11)) AS X");
    }

    @Test
    void questionsInTheirOrderAreAnswered() {
        SparkLabelClients clients = clients(5);
        ask(clients, question(BY_BATCH, BY_BATCH));
        ask(clients, new Dealing(List.of(TWO, BY_BATCH)));
        assertThat(clients.exchange(
                        LabelExchanges.DISTANCES,
                        "calibrating",
                        new Others(List.of(List.of(NONE, NONE), List.of(NONE, NONE)), 1.0)))
                .containsOnlyKeys(4);
    }

    /** Of two columns dealt apart the sums would differ by the cells of a group that are in one part here and in another there. */
    @Test
    void columnsDealtApartAreRefusedWhereGroupsAreLeftOut() {
        SparkLabelClients clients = clients(5);
        String apart = "so that sums would differ by fewer than 5 cells (--min-cells)";
        requireRefused(clients, question(TWO, THREE), apart);
        ask(clients, question(BY_BATCH, BY_BATCH));
        requireRefused(clients, new Dealing(List.of(TWO, THREE)), apart);
        SparkLabelClients all = clients(1);
        ask(all, question(TWO, THREE));
        assertThat(all.exchange(LabelExchanges.LABELS, "summing", new Dealing(List.of(TWO, THREE))))
                .containsOnlyKeys(4);
    }

    /** Two dealings group the same cells in two ways, and what the sums differ by would be of few. */
    @Test
    void whereGroupsAreLeftOutCellsAreDealtOnceInAFit() {
        SparkLabelClients clients = clients(5);
        ask(clients, question(BY_BATCH, BY_BATCH));
        requireRefused(clients, question(BY_BATCH, BY_BATCH), "places of labels are asked for a second time");
        ask(clients, new Dealing(List.of(TWO, BY_BATCH)));
        for (List<LabelFolds> other :
                List.of(List.of(BY_BATCH, BY_BATCH), List.of(THREE, BY_BATCH), List.of(TWO, TWO))) {
            requireRefused(
                    clients,
                    new Dealing(other),
                    "sums of labelled cells by another dealing are asked for a second time in this fit, and taken from the"
                            + " first answer, the second could tell of fewer than 5 cells (--min-cells)");
        }
        Object before = clients.leftOut();
        ask(clients, new Dealing(List.of(TWO, BY_BATCH)));
        assertThat(clients.leftOut()).isEqualTo(before);
        Others none = new Others(List.of(List.of(NONE, NONE), List.of(NONE, NONE)), 1.0);
        ask(clients, none);
        requireRefused(clients, none, "distances of labelled cells are asked for a second time");
    }

    @Test
    void cellsDealtOneByOneAreSummedAsTheyWereLookedFor() {
        String otherwise = "are to be dealt otherwise than they were looked for";
        SparkLabelClients clients = clients(5);
        ask(clients, question(TWO, BY_BATCH));
        requireRefused(clients, new Dealing(List.of(BY_BATCH, BY_BATCH)), otherwise);
        requireRefused(clients, new Dealing(List.of(THREE, BY_BATCH)), otherwise);
        LabelFolds turned = new LabelFolds(new TreeMap<>(Map.of("a", 1, "b", 0)), 2);
        requireRefused(clients, new Dealing(List.of(TWO, turned)), otherwise);
        ask(clients, new Dealing(List.of(TWO, TWO)));
    }

    @Test
    void whereNoGroupIsLeftOutEveryQuestionIsAnswered() {
        SparkLabelClients clients = clients(1);
        for (List<LabelFolds> dealing : List.of(List.of(TWO, TWO), List.of(BY_BATCH, THREE))) {
            ask(clients, question(TWO, THREE));
            ask(clients, new Dealing(dealing));
            ask(clients, new Dealing(List.of(TWO, TWO)));
        }
    }

    @Test
    void whatComesBeforeItsTimeIsRefused() {
        requireRefused(clients(5), new Dealing(List.of(TWO, TWO)), "are to be summed before they are looked for");
        requireRefused(
                clients(1),
                new Others(List.of(List.of(NONE), List.of(NONE)), 1.0),
                "cells are to be held against other parts than they were dealt to");
    }

    @Test
    void partsThatDoNotGoTogetherAreRefused() {
        SparkLabelClients clients = clients(5);
        String parts = "cells are to be dealt to parts, for each of [type, half], that do not go together";
        requireRefused(clients, new LabelQuestion(COLUMNS, place(2, 2, 2), List.of(TWO)), parts);
        requireRefused(clients, question(TWO, LabelFolds.byCell(0)), parts);
        requireRefused(clients, question(TWO, LabelFolds.byCell(LabelFit.MOST_PARTS + 1)), parts);
        requireRefused(clients, question(TWO, new LabelFolds(new TreeMap<>(Map.of("a", 2)), 2)), parts);
        requireRefused(clients, question(TWO, new LabelFolds(new TreeMap<>(Map.of("a", -1)), 2)), parts);
        requireRefused(
                clients,
                new LabelQuestion(List.of("type"), place(2, 2, 2), List.of(TWO)),
                "labels of [type] are asked for, and those of [type, half] were agreed on");
        ask(clients, question(BY_BATCH, BY_BATCH));
        requireRefused(clients, new Dealing(List.of(TWO)), parts);
        ask(clients, new Dealing(List.of(BY_BATCH, BY_BATCH)));
        String other = "cells are to be held against other parts than they were dealt to";
        requireRefused(clients, new Others(List.of(List.of(NONE, NONE)), 1.0), other);
        requireRefused(clients, new Others(List.of(List.of(NONE, NONE), List.of(NONE)), 1.0), other);
    }

    @Test
    void anotherDimensionIsRefused() {
        SparkLabelClients clients = clients(5);
        for (LabelPlace place : List.of(place(3, 2, 2), place(2, 3, 2), place(2, 2, 3))) {
            requireRefused(
                    clients,
                    new LabelQuestion(COLUMNS, place, List.of(TWO, TWO)),
                    "labels are asked for of cells of another dimension than 2");
        }
        ask(clients, question(TWO, TWO));
        LabelReference three = LabelReference.none(3);
        requireRefused(
                clients,
                new Others(List.of(List.of(NONE, NONE), List.of(NONE, three)), 1.0),
                "cells of 2 dimensions are to be held against labels of another dimension");
    }

    private static void requireRefused(SparkLabelClients clients, Object message, String why) {
        assertThatThrownBy(() -> ask(clients, message))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("run the same version on all sides");
    }

    private static void ask(SparkLabelClients clients, Object message) {
        if (message instanceof LabelQuestion question) {
            clients.exchange(LabelExchanges.LABELLED, "looking", question);
        } else if (message instanceof Dealing dealing) {
            clients.exchange(LabelExchanges.LABELS, "summing", dealing);
        } else {
            clients.exchange(LabelExchanges.DISTANCES, "calibrating", (Others) message);
        }
    }

    private static LabelQuestion question(LabelFolds... folds) {
        return new LabelQuestion(COLUMNS, place(2, 2, 2), List.of(folds));
    }

    private static LabelPlace place(int dimension, int centre, int prototypes) {
        double[][] ones = {new double[dimension], new double[dimension]};
        return new LabelPlace(
                new FilmTable(List.of("a", "b"), dimension, ones, ones),
                Centre.origin(centre),
                new NearestPrototype(new double[prototypes]));
    }

    private SparkLabelClients clients(int minCells) {
        SparkLabelClients.Table table = new SparkLabelClients.Table(
                cells,
                functions.col("batch"),
                functions.col("batch"),
                EmbeddingColumn.resolve(cells.schema(), "X"),
                2,
                false);
        return new SparkLabelClients(table, COLUMNS, Map.of("a", "a", "b", "b"), 4, minCells);
    }
}
