package atlasprox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions that the build writes into the program. */
public final class Version {
    private static final Properties BUILD = load();

    private Version() {}

    /** @return the program's own version */
    public static String atlasprox() {
        return BUILD.getProperty("version");
    }

    /** @return the version of Spark that the program was built against, the oldest that it runs on */
    public static String spark() {
        return BUILD.getProperty("spark");
    }

    /** @return the newest version of Spark that the program was tried on, major and minor, such as 4.3 */
    public static String newestSpark() {
        return BUILD.getProperty("spark.newest");
    }

    /** @return the version of the chart library that reports carry */
    public static String echarts() {
        return BUILD.getProperty("echarts");
    }

    private static Properties load() {
        try (InputStream stream = Version.class.getResourceAsStream("/atlasprox.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
