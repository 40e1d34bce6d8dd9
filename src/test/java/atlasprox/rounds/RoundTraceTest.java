package atlasprox.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.Json;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RoundTraceTest {

    /** A method's own figures stand beside the others in JSON, as they did when every method had the same. */
    @Test
    void ownFiguresStandBesideTheOthers() {
        RoundTrace round = new RoundTrace(
                2,
                1.5,
                true,
                2.5,
                "b",
                0.25,
                List.of(1.0, 2.5),
                List.of(0.25, 0.1),
                Map.of(RoundTrace.PRESERVED, 0.9),
                Map.of(RoundTrace.SEPARATION, List.of(0.1, 0.2)),
                100,
                0.5);
        assertThat(Json.tree(Json.line(round))).isEqualTo(Json.tree("""
                        {"round": 2, "objective": 1.5, "rose": true, "worstLoss": 2.5, "worstBatch": "b", "largestChange": 0.25,
                         "clientLoss": [1.0, 2.5], "clientChange": [0.25, 0.1], "preserved": 0.9, "clientSeparation": [0.1, 0.2],
                         "cells": 100, "seconds": 0.5}
                        """));
    }

    @Test
    void roundsOfEarlierVersionsAreRead() {
        RoundTrace round = Json.value(Json.tree("""
                        {"round": 1, "objective": 2.0, "rose": null, "theta": null, "worstLoss": 3.0, "worstBatch": "a",
                         "largestChange": 0.5, "clientLoss": [3.0], "clientPreserved": null, "clientSeparation": [0.5],
                         "preserved": null, "separation": 0.5, "cells": 7, "seconds": 0.1}
                        """), RoundTrace.class);
        assertThat(round)
                .isEqualTo(new RoundTrace(
                        1,
                        2.0,
                        null,
                        3.0,
                        "a",
                        0.5,
                        List.of(3.0),
                        null,
                        Map.of(RoundTrace.SEPARATION, 0.5),
                        Map.of(RoundTrace.SEPARATION, List.of(0.5)),
                        7,
                        0.1));
        assertThat(round.figure(RoundTrace.THETA)).isNull();
        assertThat(round.clientFigure(RoundTrace.PRESERVED)).isNull();
        assertThat(round.hasRisen()).isFalse();
    }

    @Property(tries = 50)
    void anyFigureComesBack(
            @ForAll @AlphaChars @LowerChars @StringLength(min = 1, max = 12) String name,
            @ForAll double figure,
            @ForAll List<Double> ofClients) {
        String own = "x" + name;
        RoundTrace round = new RoundTrace(
                1, 0, null, 0, "a", 0, List.of(), null, Map.of(own, figure), Map.of(own, ofClients), 1, 1);
        assertThat(Json.value(Json.tree(Json.line(round)), RoundTrace.class)).isEqualTo(round);
        assertThat(round.withoutClients().clientFigures()).isEmpty();
    }
}
