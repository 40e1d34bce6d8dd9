package atlasprox.cli.rerun;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What agrees and what differs between a run and its repetition. */
public final class RunComparison {
    private static final List<String> VERSIONS = List.of("atlasprox", "spark", "java");
    private static final List<String> COUNTS = List.of("read", "corrected", "unchanged", "dropped", "written");

    private final RunFile before;
    private final RunFile after;

    /**
     * @param before the run
     * @param after its repetition
     */
    public RunComparison(RunFile before, RunFile after) {
        this.before = before;
        this.after = after;
    }

    /** @return whether the corrected cells and their ids are the same ones, and what they were told to be */
    public boolean agrees() {
        return same("fingerprints", "corrected") && same("fingerprints", "ids") && toldTheSame();
    }

    /** @return what agrees and what differs, in lines */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Compared with " + before.path() + " of " + before.text("started") + ":");
        VERSIONS.forEach(version -> lines.add(line(version, version)));
        lines.add(line("input", "fingerprints", "input"));
        if (!before.text("repeat", "models", "read").equals("none")
                && !before.text("command").equals("extend")) {
            lines.add(line("model", "fit", "fingerprint"));
        }
        COUNTS.forEach(count -> lines.add(line(count + " rows", "counts", count)));
        lines.add(line("ids", "fingerprints", "ids"));
        lines.add(line("result", "fingerprints", "corrected"));
        if (!before.annotated().isEmpty() || !toldTheSame()) {
            lines.add(String.format(Locale.ROOT, "  %-16s %s", "labels told", toldTheSame() ? "same" : "DIFFERS"));
        }
        lines.add(agrees() ? "The result is the same." : verdict());
        return String.join(System.lineSeparator(), lines);
    }

    private String verdict() {
        if (!same("fingerprints", "input")) {
            return "The result DIFFERS, and so does the input.";
        }
        return same("fit", "fingerprint")
                ? "The result DIFFERS, though the input is the same."
                : "The result DIFFERS, and so does the model.";
    }

    private String line(String name, String... path) {
        String was = before.text(path);
        String is = after.text(path);
        return String.format(
                Locale.ROOT,
                "  %-16s %s",
                name,
                was.equals(is) ? "same (" + is + ")" : "DIFFERS: " + was + ", now " + is);
    }

    private boolean toldTheSame() {
        return before.annotated().equals(after.annotated());
    }

    private boolean same(String... path) {
        return before.text(path).equals(after.text(path));
    }
}
