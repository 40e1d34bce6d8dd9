package atlasprox.rounds;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one round did, for the trace in the model, {@code run.json} and the report: what every method has, and each method's own figures,
 * which stand beside it in JSON by their names ({@code preserved}), those of clients with {@code client} before ({@code clientPreserved}).
 *
 * @param round the round's number, from 1
 * @param objective the clients' losses averaged with their cell counts as weights; under a diversity pressure, with its term
 * @param rose whether the objective is above the last round's, both taken under this round's theta, by more than rounding; null
 *     where the method does not watch it
 * @param worstLoss the largest loss of a client
 * @param worstBatch the name of the batch that has it
 * @param largestChange the largest absolute change of any adapter parameter in this round
 * @param clientLoss the loss of each client, in the order of the batches' names
 * @param clientChange the same as largestChange of each client's own parameters, of scFedVI those that it trained, in the order of the batches'
 *     names; null in rounds that were saved before it was kept
 * @param figures the method's own figures by name, such as {@link #SEPARATION}
 * @param clientFigures the same for each client, in the order of the batches' names
 * @param cells the number of cells that the round visited (0 where sums taken earlier were enough)
 * @param seconds the round's wall time
 */
public record RoundTrace(
        int round,
        double objective,
        Boolean rose,
        double worstLoss,
        String worstBatch,
        double largestChange,
        List<Double> clientLoss,
        List<Double> clientChange,
        @JsonIgnore Map<String, Double> figures,
        @JsonIgnore Map<String, List<Double>> clientFigures,
        long cells,
        double seconds)
        implements Serializable {
    /** The figure of the share of within-batch structure that the correction kept as it was (P), in (-inf, 1]. */
    public static final String PRESERVED = "preserved";

    /**
     * The figure of how far apart the batches lie over the prototypes (D), from 0, mixed, to 1, apart: the uncertainty coefficient I(batch;
     * prototype) / H(batch) of all batches, and of each against the rest.
     */
    public static final String SEPARATION = "separation";

    /** The same within the values that are preserved, their mean by cells; only where there are such. */
    public static final String SEPARATION_WITHIN = "separationWithin";

    /** The figure of how far the values that are preserved lie apart, in pooled deviations; only where there are such. */
    public static final String DIFFERENCE = "difference";

    /** The figure of the diversity pressure in force. */
    public static final String THETA = "theta";

    private static final String CLIENT = "client";

    /**
     * @param given seconds
     * @return this round, which took that long
     */
    public RoundTrace in(double given) {
        return new RoundTrace(
                round,
                objective,
                rose,
                worstLoss,
                worstBatch,
                largestChange,
                clientLoss,
                clientChange,
                figures,
                clientFigures,
                cells,
                given);
    }

    /** @return this round without what it has of every client */
    public RoundTrace withoutClients() {
        return new RoundTrace(
                round,
                objective,
                rose,
                worstLoss,
                worstBatch,
                largestChange,
                List.of(),
                null,
                figures,
                Map.of(),
                cells,
                seconds);
    }

    /** @return whether the objective is known to have risen */
    public boolean hasRisen() {
        return Boolean.TRUE.equals(rose);
    }

    /**
     * @param name a figure's name
     * @return the figure; null where the method does not measure it
     */
    public Double figure(String name) {
        return figures.get(name);
    }

    /**
     * @param name a figure's name
     * @return the figure of each client, in the order of the batches' names; null where the method does not measure it
     */
    public List<Double> clientFigure(String name) {
        return clientFigures.get(name);
    }

    @JsonAnyGetter
    Map<String, Object> own() {
        Map<String, Object> own = new TreeMap<>(figures);
        clientFigures.forEach((name, values) -> own.put(ofClients(name), values));
        return own;
    }

    private static String ofClients(String name) {
        return CLIENT + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** From JSON, of earlier versions too, which wrote null for figures that a method does not measure. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RoundTrace of(JsonNode json) {
        Map<String, Double> figures = new TreeMap<>();
        Map<String, List<Double>> clientFigures = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String name = member.getKey();
            if (isCommon(name)) {
                continue;
            }
            if (member.getValue().isArray() && name.startsWith(CLIENT) && name.length() > CLIENT.length()) {
                String plain = name.substring(CLIENT.length());
                clientFigures.put(
                        Character.toLowerCase(plain.charAt(0)) + plain.substring(1), numbers(member.getValue()));
            } else if (isNumber(member.getValue())) {
                figures.put(name, member.getValue().asDouble());
            }
        }
        return new RoundTrace(
                json.path("round").intValue(),
                json.path("objective").asDouble(),
                json.path("rose").isBoolean() ? json.path("rose").booleanValue() : null,
                json.path("worstLoss").asDouble(),
                json.path("worstBatch").textValue(),
                json.path("largestChange").asDouble(),
                numbers(json.path("clientLoss")),
                numbers(json.path("clientChange")),
                figures,
                clientFigures,
                json.path("cells").longValue(),
                json.path("seconds").doubleValue());
    }

    private static boolean isCommon(String name) {
        return switch (name) {
            case "round",
                    "objective",
                    "rose",
                    "worstLoss",
                    "worstBatch",
                    "largestChange",
                    "clientLoss",
                    "clientChange",
                    "cells",
                    "seconds" -> true;
            default -> false;
        };
    }

    /** Jackson writes as texts what JSON has no numbers for. */
    private static boolean isNumber(JsonNode value) {
        return value.isNumber() || (value.isTextual() && value.textValue().matches("NaN|-?Infinity"));
    }

    private static List<Double> numbers(JsonNode array) {
        if (!array.isArray()) {
            return null;
        }
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asDouble()));
        return Collections.unmodifiableList(numbers);
    }
}
