package atlasprox.cli.options;

import atlasprox.Shown;
import atlasprox.cli.failure.UsageException;
import atlasprox.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A local file that a command writes besides what it shows.
 *
 * @param option the option that names it
 * @param file the file
 * @param overwrite whether an existing one may be replaced, if this program wrote it
 * @param remedy what else to do about an existing one, empty where nothing
 */
public record ResultFile(String option, Path file, boolean overwrite, String remedy) {
    /** Bytes; a scorecard is looked at to its end. */
    private static final int BEGINNING = 1 << 20;

    /** How the files begin that this program writes, by the options that name them. */
    private static final Map<String, Pattern> BEGINNINGS = Map.of(
            "--json",
            beginning("\\{\\s*\"profile\"\\s*:\\s*\"[a-z]+\",\\s*\"cells\"\\s*:\\s*\\d+,\\s*\"scored\""),
            "--csv",
            beginning("Embedding,[^\\n]*Bio conservation,Batch correction,Total\\n(?:\"[^\\n]*\\n)*\\z"),
            "--report",
            beginning("<!DOCTYPE html>.*<title>AtlasProx report</title>"));

    private static Pattern beginning(String text) {
        return Pattern.compile(text, Pattern.DOTALL);
    }

    /**
     * @param name the file as the user named it; null for none, {@code -} for standard output
     * @return the file; empty where there is none
     */
    public static Optional<ResultFile> of(String option, String name, boolean overwrite, String remedy) {
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
    public ResultFile checked() {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder; name a file by " + option);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requireReplaceable();
        }
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new UsageException(
                    "there is no folder for the file " + file + "; make it, or name another file by " + option);
        }
        return this;
    }

    private void requireReplaceable() {
        if (!overwrite) {
            throw new UsageException("the file " + file + " exists; name another one by " + option + remedy);
        }
        if (isOwn(file)) {
            return;
        }
        throw new UsageException("the file " + file + " was not written by this program as " + option
                + ": --overwrite does not replace it; name another one, or move it away or delete it yourself");
    }

    /** What cannot be read is nothing to replace either. */
    private boolean isOwn(Path place) {
        if (!Files.isRegularFile(place)) {
            return false;
        }
        try (InputStream stream = Files.newInputStream(place)) {
            String text = new String(stream.readNBytes(BEGINNING), StandardCharsets.UTF_8);
            return text.isEmpty() || BEGINNINGS.get(option).matcher(text).lookingAt();
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes the file whole or not at all. */
    public void write(String text) throws IOException {
        try {
            WholeFile.write(
                    file,
                    place -> overwrite && isOwn(place),
                    part -> Files.writeString(part, text, StandardOpenOption.CREATE_NEW));
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(
                    "the file " + file + " exists by now, and was not touched; name another one by " + option + remedy);
        }
    }
}
