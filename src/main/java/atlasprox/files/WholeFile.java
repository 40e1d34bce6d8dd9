package atlasprox.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Predicate;

/** A file of this machine that appears whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes what the file is to hold. */
    @FunctionalInterface
    public interface Content {

        /**
         * @param part a file of another name, which does not exist yet
         * @throws IOException if it cannot be written
         */
        void writeTo(Path part) throws IOException;
    }

    /**
     * @param file the file; where it is a link that is to be replaced, what it leads to
     * @param replaceable whether an existing one is replaced; looked at once more when all is written
     * @param content writes the file
     * @throws FileAlreadyExistsException if it exists by now and is not to be replaced
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Predicate<Path> replaceable, Content content) throws IOException {
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        // Not a temporary file of the platform's making, which nobody else could read.
        Path part = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            content.writeTo(part);
            if (Files.exists(place) && replaceable.test(place)) {
                Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
            } else {
                moveToNothing(part, place);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A second name for the file is given only where there is nothing of it, whatever other runs do at this moment. */
    private static void moveToNothing(Path part, Path place) throws IOException {
        try {
            Files.createLink(place, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) { // A disk without links.
            Files.move(part, place);
        }
    }
}
