package atlasprox.cli.command;

import atlasprox.report.Differences;
import atlasprox.report.ScoreTable;
import atlasprox.report.ToldTable;
import atlasprox.results.FitSummary;
import atlasprox.results.RunSummary;
import java.util.ArrayList;
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
}
