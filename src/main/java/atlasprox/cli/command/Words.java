package atlasprox.cli.command;

import atlasprox.Shown;
import atlasprox.job.sites.CoordinateCountsJob;
import atlasprox.report.Differences;
import atlasprox.report.ScoreTable;
import atlasprox.report.ToldTable;
import atlasprox.results.EmbedSummary;
import atlasprox.results.FitSummary;
import atlasprox.results.RunSummary;
import atlasprox.results.ScFedViSummary;
import atlasprox.scfedvi.ScFedViServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** What commands say at their end. */
final class Words {
    private Words() {}

    static String written(RunSummary run) {
        RunSummary.Counts counts = run.counts();
        List<String> lines = new ArrayList<>();
        run.warnings().forEach(warning -> lines.add("Warning: " + warning));
        lines.add(String.format(
                "Corrected %,d of %,d cells in %s by %s, fitted on %,d cells, in %.1f s: column %s",
                counts.corrected(),
                counts.read(),
                batches(run.fit().batches().size()),
                run.fit().method(),
                run.fit().fitted(),
                run.seconds(),
                run.outputEmbedding()));
        if (run.command().equals("correct")) {
            Differences.words(run.fit()).ifPresent(lines::add);
        }
        if (run.scores() != null) {
            lines.add("");
            lines.add(ScoreTable.text(run.scores()));
            lines.add("");
        }
        run.annotated().forEach(told -> lines.add(ToldTable.text(told)));
        lines.add("  cells    " + run.output());
        lines.add("  summary  " + run.output() + "/_atlasprox/run.json");
        if (run.command().equals("correct")) {
            lines.add("  model    " + run.output() + "/_atlasprox/model");
        }
        if (!run.missing().contains("_atlasprox/report.html")) {
            lines.add("  report   " + run.output() + "/_atlasprox/report.html");
        }
        return String.join(System.lineSeparator(), lines);
    }

    static String batches(int count) {
        return count == 1 ? "1 batch" : String.format("%,d batches", count);
    }

    static String embedded(EmbedSummary run) {
        return run.embedded() + " cells embedded by " + run.fromCounts().genesTaken() + " of "
                + run.fromCounts().genesRead() + " genes, written to " + run.output() + " as " + run.embedding();
    }

    /** Of scFedVI. */
    static String fitted(CoordinateCountsJob.Result result, Path model) {
        return String.format(
                "Fitted scfedvi on %,d cells in %s in %,d rounds%n  model    %s",
                result.cells().cells(),
                batches(result.cells().clients().size()),
                result.fit().trace().size(),
                model);
    }

    static String fitted(FitSummary fit, Path model) {
        List<String> lines = new ArrayList<>();
        fit.warnings().forEach(warning -> lines.add("Warning: " + warning));
        lines.add(String.format(
                "Fitted %s on %,d of %,d cells in %s in %.1f s",
                fit.method(),
                fit.fitted(),
                fit.rows() - fit.invalid(),
                batches(fit.batches().size()),
                fit.seconds()));
        Differences.words(fit).ifPresent(lines::add);
        lines.add("  model    " + model);
        return String.join(System.lineSeparator(), lines);
    }

    /** How well a model describes batches that were new to it, a line for each. */
    static List<String> arrivals(ScFedViSummary arrived) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < arrived.clients().size(); i++) {
            ScFedViSummary.Client batch = arrived.clients().get(i);
            lines.add(String.format("New batch %s: ", Shown.name(batch.client()))
                    + (batch.heldOut() == 0L
                            ? ofNoneHeldOut(batch.training())
                            : String.format(
                                    "a loss of %.1f by its vector, and of %.1f by the mean of those known, on %,d cells held out%s",
                                    batch.heldOutLoss(),
                                    arrived.trace()
                                            .get(0)
                                            .clientFigure(ScFedViServer.HELD_OUT)
                                            .get(i),
                                    batch.heldOut(),
                                    ofKnown(arrived))));
        }
        return lines;
    }

    private static String ofNoneHeldOut(long training) {
        return training == 0L
                ? "none of its cells has counts of the model's genes, so that its vector is the mean of those known"
                : "its vector was trained on all of its cells, and none was held out to tell a loss of";
    }

    private static String ofKnown(ScFedViSummary arrived) {
        return arrived.knownLoss().isEmpty()
                ? ""
                : String.format(
                        "; known batches had %.1f to %.1f",
                        Collections.min(arrived.knownLoss().values()),
                        Collections.max(arrived.knownLoss().values()));
    }
}
