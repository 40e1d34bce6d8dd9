package atlasprox.report;

import atlasprox.Json;
import atlasprox.Version;
import atlasprox.metrics.Evaluation;
import atlasprox.results.EvaluationRun;
import atlasprox.results.RunSummary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A run's report as one HTML file that needs no network: style, scripts, the chart library and the data are inside. Names of
 * batches, labels, columns and paths may be anything; they reach the page as data only, and its Content-Security-Policy runs no
 * script but the two that are put in here.
 */
public final class ReportPage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** The page's script in the order in which it is joined: from the top of the page down, and what all of them share. */
    static final List<String> PARTS = List.of(
            "page",
            "verdict",
            "tiles",
            "quality",
            "told",
            "cells",
            "legend",
            "scatter",
            "scorecard",
            "groups",
            "rounds",
            "batches",
            "tables",
            "charts",
            "save",
            "words",
            "kit");

    private ReportPage() {}

    /**
     * @param run what was run
     * @param picture a sample of its cells, where there is one
     * @param evaluation the scores of the embedding before and after, where they were computed
     * @return the page, to be stored as UTF-8
     * @throws UncheckedIOException if a part of the page is missing from the class path
     */
    public static String html(RunSummary run, Optional<Picture> picture, Optional<Evaluation> evaluation) {
        return page(ReportData.of(run, picture, evaluation));
    }

    /**
     * @param run what was run
     * @param picture a sample of the cells by the embeddings scored, where there is one
     * @param evaluation the scores
     * @return the page, to be stored as UTF-8
     * @throws UncheckedIOException if a part of the page is missing from the class path
     */
    public static String html(EvaluationRun run, Optional<Picture> picture, Evaluation evaluation) {
        return page(ReportData.of(run, picture, evaluation));
    }

    private static String page(ReportData data) {
        String script = script();
        String charts = resource("/META-INF/resources/webjars/echarts/" + Version.echarts() + "/echarts.min.js");
        Map<String, String> parts = Map.of(
                "policy", policy(script, charts),
                "style", resource("/atlasprox/report/page.css"),
                "script", script,
                "charts", charts,
                "data", inert(Json.line(data)));
        // One pass over the template, so that nothing inside a part is taken for a place.
        return PLACE.matcher(resource("/atlasprox/report/page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    /** One function around all parts, so that their names are not the window's. */
    private static String script() {
        return PARTS.stream()
                .map(part -> resource("/atlasprox/report/parts/" + part + ".js"))
                .collect(Collectors.joining("\n", "(function () {\n'use strict';\n\n", "})();\n"));
    }

    private static String policy(String... scripts) {
        StringBuilder policy = new StringBuilder("default-src 'none'; base-uri 'none'; form-action 'none'; "
                + "img-src data:; style-src 'unsafe-inline'; script-src");
        for (String script : scripts) {
            policy.append(" 'sha256-").append(sha256(script)).append('\'');
        }
        return policy.toString();
    }

    /** In JSON these characters stand within strings only, where an escape means the same; HTML then has nothing to read. */
    private static String inert(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String resource(String path) {
        try (InputStream stream = ReportPage.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new FileNotFoundException("the class path has no " + path);
            }
            // A browser hashes a script after making its line ends plain.
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
