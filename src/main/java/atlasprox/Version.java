package atlasprox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
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

    /** @return whether a version of Spark is one that the program is for, by a number as Apache gives them */
    public static boolean isForSpark(String version) {
        if (!version.matches("\\d+\\.\\d+\\.\\d+")) {
            return false;
        }
        String minor = version.substring(0, version.lastIndexOf('.'));
        return ModuleDescriptor.Version.parse(version).compareTo(ModuleDescriptor.Version.parse(spark())) >= 0
                && ModuleDescriptor.Version.parse(minor).compareTo(ModuleDescriptor.Version.parse(newestSpark())) <= 0;
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
