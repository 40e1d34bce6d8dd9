package atlasprox.report;

import atlasprox.write.RunSummary;
import java.util.Optional;

public final class ReportPage {
    private ReportPage() {}

    public static String html(RunSummary run, Optional<Picture> picture) {
        return "x";
    }
}
