package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.Version;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What the coordinator says first: what is to be run.
 *
 * @param version the program's version
 * @param platform what bits depend on beside it
 * @param settings of the fit, by their names
 * @param labels the label columns that the model is to tell labels of; none where it tells none
 */
public record Offer(String version, String platform, SortedMap<String, Object> settings, List<String> labels) {

    /**
     * @param settings of the fit, by their names
     * @return the offer of this program
     */
    public static Offer of(SortedMap<String, Object> settings) {
        return of(settings, List.of());
    }

    /**
     * @param settings of the fit, by their names
     * @param labels the label columns that the model is to tell labels of
     * @return the offer of this program
     */
    public static Offer of(SortedMap<String, Object> settings, List<String> labels) {
        return new Offer(Version.atlasprox(), here(), settings, List.copyOf(labels));
    }

    /**
     * @param own the label columns that a site has named
     * @throws BadDataException if the coordinator asks for labels of another: names of labels leave the site, and of which columns is not up to the
     *     coordinator alone
     */
    public void requireNamed(List<String> own) {
        List<String> more =
                labels.stream().filter(column -> !own.contains(column)).toList();
        if (!more.isEmpty()) {
            String asked = String.join(",", labels);
            throw new BadDataException("the coordinator asks for --label " + asked + ", by which labels of "
                    + more.stream().map(Shown::name).collect(Collectors.joining(", "))
                    + " leave this site, with numbers and sums of their cells: if they may, start it with --label "
                    + asked
                    + " as well; if not, have the coordinator leave them out, or set --label-head false");
        }
    }

    /** The processor, whose exp and log may differ from others' in the last bit. */
    static String here() {
        return System.getProperty("os.arch") + ", Java " + Runtime.version().feature();
    }
}
