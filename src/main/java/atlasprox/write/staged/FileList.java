package atlasprox.write.staged;

import atlasprox.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files of a folder that this program wrote, {@code bytes<TAB>name} a line, kept in the folder itself: what tells a later run that a
 * folder is one of the program's, and that nobody else has put anything there.
 */
final class FileList {
    static final String NAME = "_atlasprox/files.tsv";

    private static final String RUN = "_atlasprox/run.json";
    private static final String CHECKSUMS = "checksums.sha256";
    private static final long ANY_SIZE = -1L;
    private static final long LINK = -2L;
    private static final Pattern MODEL = Pattern.compile("(?:metadata|data/[a-z]+)/part-[^/]+");

    /** What a run wrote before there were lists; Spark's files bear the name of the one job that made them. */
    private static final Pattern UNLISTED =
            Pattern.compile("_SUCCESS|_atlasprox/(?:run\\.json|report\\.html|scores\\.csv)"
                    + "|_atlasprox/model/(?:checksums\\.sha256|(?:metadata|data/[a-z]+)/(?:_SUCCESS|part-[^/]+))"
                    + "|(?:[^/]+=[^/]*/)*part-\\d{5}-(?<job>[0-9a-f-]{36})[^/]*\\.parquet");

    /** A file of Hadoop's own, which is named after another. */
    private static final Pattern CHECKSUM = Pattern.compile("(|.*/)\\.([^/]+)\\.crc");

    private final FileSystem files;
    private final Path folder;

    private FileList(FileSystem files, Path folder) {
        // Hadoop hides files on local disks that are named like its own checksums.
        this.files = files instanceof LocalFileSystem local ? local.getRaw() : files;
        this.folder = folder;
    }

    /** Writes the list of all files that a folder has now. */
    static void write(FileSystem files, Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        new FileList(files, folder)
                .found()
                .forEach((name, size) ->
                        lines.append(size).append('\t').append(name).append('\n'));
        try (FSDataOutputStream stream = files.create(new Path(folder, NAME), true)) {
            stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What of a folder is not this program's, in words that follow "but"; empty where all of it is, or there is nothing in it. */
    static Optional<String> foreign(FileSystem files, Path folder) throws IOException {
        return new FileList(files, folder).foreign();
    }

    private Optional<String> foreign() throws IOException {
        if (!files.getFileStatus(folder).isDirectory()) {
            return Optional.of("it is a file");
        }
        if (!isMarked()) {
            FileStatus[] all = files.listStatus(folder);
            return all.length == 0
                    ? Optional.empty()
                    : Optional.of("it has no list of such files, and holds "
                            + all[0].getPath().getName());
        }
        SortedMap<String, Long> found = found();
        SortedMap<String, Long> listed = listed(found);
        for (Map.Entry<String, Long> file : found.entrySet()) {
            Long size = listed.get(file.getKey());
            if (size == null) {
                return Optional.of(file.getKey() + " in it is of no run");
            }
            if (size != ANY_SIZE && !size.equals(file.getValue()) || file.getValue() == LINK) {
                return Optional.of(file.getKey() + " in it has changed since");
            }
        }
        return Optional.empty();
    }

    /** A folder of another kind is not looked through: it may be all of a disk. */
    private boolean isMarked() throws IOException {
        for (String mark : List.of(NAME, RUN, CHECKSUMS)) {
            if (files.exists(new Path(folder, mark))) {
                return true;
            }
        }
        return false;
    }

    /** The files by their names within the folder, and folders that hold none; Hadoop's checksums are a part of what they are of. */
    private SortedMap<String, Long> found() throws IOException {
        SortedMap<String, Long> found = new TreeMap<>();
        add(folder, "", found);
        Set<String> names = new HashSet<>(found.keySet());
        found.keySet().removeIf(name -> isChecksum(name, names));
        return found;
    }

    private void add(Path place, String prefix, SortedMap<String, Long> found) throws IOException {
        FileStatus[] all = files.listStatus(place);
        if (all.length == 0 && !prefix.isEmpty()) {
            found.put(prefix, 0L);
        }
        for (FileStatus file : all) {
            String name = prefix + file.getPath().getName();
            if (isLink(file.getPath())) {
                found.put(name, LINK);
            } else if (file.isDirectory()) {
                add(file.getPath(), name + Path.SEPARATOR, found);
            } else {
                found.put(name, file.getLen());
            }
        }
    }

    private boolean isLink(Path file) {
        return files instanceof RawLocalFileSystem local
                && Files.isSymbolicLink(local.pathToFile(file).toPath());
    }

    private static boolean isChecksum(String name, Set<String> names) {
        Matcher checksum = CHECKSUM.matcher(name);
        return checksum.matches() && names.contains(checksum.group(1) + checksum.group(2));
    }

    private SortedMap<String, Long> listed(SortedMap<String, Long> found) throws IOException {
        if (found.containsKey(NAME)) {
            return sizes();
        }
        if (found.containsKey(CHECKSUMS)) {
            return isOfAModel(found) ? checksums() : new TreeMap<>();
        }
        return isOfARun(found) ? unlisted(found) : new TreeMap<>();
    }

    private SortedMap<String, Long> sizes() throws IOException {
        SortedMap<String, Long> listed = new TreeMap<>(Map.of(NAME, ANY_SIZE));
        for (String line : text(NAME).split("\n")) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2 && parts[0].matches("\\d{1,18}")) {
                listed.put(parts[1], Long.valueOf(parts[0]));
            }
        }
        return listed;
    }

    /** Of a model that was saved before there were lists: what stands in its checksums and still is what it was. */
    private SortedMap<String, Long> checksums() throws IOException {
        SortedMap<String, Long> listed = new TreeMap<>(Map.of(CHECKSUMS, ANY_SIZE));
        for (String line : text(CHECKSUMS).split("\n")) {
            String[] parts = line.split("  ", 2);
            if (parts.length == 2 && MODEL.matcher(parts[1]).matches() && isSame(parts[1], parts[0])) {
                listed.put(parts[1], ANY_SIZE);
                listed.put(parts[1].replaceFirst("[^/]+$", "_SUCCESS"), 0L);
            }
        }
        return listed;
    }

    private boolean isSame(String name, String saved) throws IOException {
        Path file = new Path(folder, name);
        if (!files.exists(file)) {
            return false;
        }
        try (FSDataInputStream stream = files.open(file)) {
            return DigestUtils.sha256Hex(stream).equals(saved);
        }
    }

    /** Anybody may keep checksums of a folder in that form. */
    private boolean isOfAModel(SortedMap<String, Long> found) throws IOException {
        for (String name : found.keySet()) {
            if (name.startsWith("metadata/part-") && text(name).contains("\"class\":\"atlasprox.ml.")) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfARun(SortedMap<String, Long> found) throws IOException {
        try {
            return found.containsKey(RUN)
                    && Json.tree(text(RUN))
                            .path("fingerprints")
                            .path("corrected")
                            .isTextual();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static SortedMap<String, Long> unlisted(SortedMap<String, Long> found) {
        SortedMap<String, Long> known = new TreeMap<>();
        String job = null;
        for (String name : found.keySet()) {
            Matcher file = UNLISTED.matcher(name);
            if (file.matches() && (job == null || file.group("job") == null || job.equals(file.group("job")))) {
                job = job == null ? file.group("job") : job;
                known.put(name, ANY_SIZE);
            }
        }
        return known;
    }

    private String text(String name) throws IOException {
        try (FSDataInputStream stream = files.open(new Path(folder, name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
