package atlasprox.cli;

import atlasprox.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A local file that a command writes besides what it shows.
 *
 * @param option the option that names it
 * @param file the file
 * @param overwrite whether an existing one may be replaced
 * @param remedy what else to do about an existing one, empty where nothing
 */
record ResultFile(String option, Path file, boolean overwrite, String remedy) {

    /**
     * @param name the file as the user named it; null for none, {@code -} for standard output
     * @return the file; empty where there is none
     */
    static Optional<ResultFile> of(String option, String name, boolean overwrite, String remedy) {
        return Optional.ofNullable(name)
                .filter(given -> !given.equals("-"))
                .map(given -> new ResultFile(option, path(option, given), overwrite, remedy));
    }

    private static Path path(String option, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException(
                    Shown.name(name) + " is no name of a file (" + e.getReason() + "); name another one by " + option);
        }
    }

    /**
     * Checks the file before the work is done, not after it.
     *
     * @throws UsageException if the file exists and is not to be replaced, or has no folder
     */
    ResultFile checked() {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder; name a file by " + option);
        }
        if (Files.exists(file) && !overwrite) {
            throw new UsageException("the file " + file + " exists; name another one by " + option + remedy);
        }
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new UsageException(
                    "there is no folder for the file " + file + "; make it, or name another file by " + option);
        }
        return this;
    }

    /** Writes the file whole or not at all. */
    void write(String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        // Not a temporary file of the platform's making, which nobody else could read.
        Path part = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.writeString(part, text, StandardOpenOption.CREATE_NEW);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
