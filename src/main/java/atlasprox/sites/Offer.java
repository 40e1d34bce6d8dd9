package atlasprox.sites;

import atlasprox.Version;
import java.util.SortedMap;

/**
 * What the coordinator says first: what is to be run.
 *
 * @param version the program's version
 * @param platform what bits depend on beside it
 * @param settings of the fit, by their names
 */
public record Offer(String version, String platform, SortedMap<String, Object> settings) {

    /**
     * @param settings of the fit, by their names
     * @return the offer of this program
     */
    public static Offer of(SortedMap<String, Object> settings) {
        return new Offer(Version.atlasprox(), here(), settings);
    }

    /** The processor, whose exp and log may differ from others' in the last bit. */
    static String here() {
        return System.getProperty("os.arch") + ", Java " + Runtime.version().feature();
    }
}
