package atlasprox.cli.options;

import atlasprox.Reason;
import atlasprox.cli.failure.UsageException;
import atlasprox.sites.ExchangeAccess;
import atlasprox.sites.folder.Claim;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.folder.Waiting;
import atlasprox.sites.keys.Keys;
import atlasprox.sites.keys.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** The options of a side of an exchange. */
public final class ExchangeOptions {
    /** What else has a folder of that name in an attempt's, on file systems that know small letters from large ones or do not. */
    private static final Set<String> TAKEN = Set.of("coordinator", "model");

    @Option(
            names = "--exchange",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder that all sides reach, on any file system")
    private String exchange;

    @Option(
            names = "--keys",
            paramLabel = "FOLDER",
            description =
                    "A folder of this machine with this side's key and the public keys of the others (exchange keys); without it nothing"
                            + " is signed")
    private String keys;

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            defaultValue = "1440",
            description = "How long to wait for another side at most; default ${DEFAULT-VALUE}, a day")
    private int wait;

    /** @throws UsageException if the time to wait is none */
    public void check() {
        if (wait < 1) {
            throw new UsageException("--wait " + wait + " is not allowed: a number of minutes, at least 1");
        }
    }

    /**
     * @param name of a side
     * @param option the option that gives it
     * @return the name
     * @throws UsageException if it cannot be one
     */
    public static String requireName(String name, String option) {
        if (!name.matches(Keys.NAME) || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new UsageException(
                    option + " " + name + " is not allowed: a site is named by at most 64 letters, digits, - and _,"
                            + " and neither 'coordinator' nor 'model'");
        }
        return name;
    }

    /** Whether messages are signed. */
    public boolean areSigned() {
        return keys != null;
    }

    /** @return the same, with every place that a side of an exchange reads or writes */
    public Footprint addPlaces(Footprint footprint) {
        return footprint.readsFile("--keys", keys).writesFolder("--exchange", exchange);
    }

    /**
     * @param configuration Hadoop's, which knows the file systems
     * @param self the side
     * @param say is told who is waited for, every minute
     * @throws IOException if the folder cannot be reached
     */
    public ExchangeAccess open(Configuration configuration, String self, Consumer<String> say) throws IOException {
        Signing signing = keys == null ? Signing.NONE : Keys.of(keysFolder(keys), self);
        return new ExchangeAccess(
                ExchangeFolder.open(configuration, exchange),
                self,
                signing,
                Waiting.atMost(Duration.ofMinutes(wait), say),
                Claim.BEAT);
    }

    /**
     * @param name as a user gave it
     * @return the folder
     * @throws UsageException if it is no path, or a file
     */
    public static Path keysFolder(String name) {
        try {
            Path folder = Path.of(name);
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new UsageException("--keys " + name + " is a file: name the folder that the keys are in");
            }
            return folder;
        } catch (InvalidPathException e) {
            throw new UsageException("--keys " + name + " is no path of this machine: " + Reason.of(e));
        }
    }
}
