package atlasprox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real data sets beside the project, which are not part of it; tests that need them are skipped, visibly, without them. */
public final class SharedData {
    private SharedData() {}

    /**
     * @param name a path within the folder, such as {@code data/panc8.h5ad}
     * @return the file; the folder is the system property {@code atlasprox.shared} or {@code ../shared}
     */
    public static Path require(String name) {
        Path folder = Path.of(
                Optional.ofNullable(System.getProperty("atlasprox.shared")).orElse("../shared"));
        Path file = folder.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "skipped: no real data at " + file.toAbsolutePath());
        return file;
    }
}
