package atlasprox.ml.persist;

import atlasprox.BadDataException;
import atlasprox.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The SHA-256 of every file of a saved model, in a file of their own beside them, {@value #FILE}, in the form of {@code sha256sum}. They
 * show that a model is what was saved, not who saved it: whoever changes a file can change its checksum too.
 */
public final class Checksums {
    public static final String FILE = "checksums.sha256";

    private static final int BUFFER = 1 << 16;
    private static final String REMEDY = "copy the model again from where it was saved, or fit it again";

    private final String model;
    private final Path folder;
    private final FileSystem files;

    /**
     * @param model the model's folder as the user named it
     * @throws IOException if its file system cannot be reached
     */
    public Checksums(String model, Configuration configuration) throws IOException {
        this.model = model;
        Path given = new Path(model);
        this.files = given.getFileSystem(configuration);
        this.folder = files.makeQualified(given);
    }

    /** Writes the checksums of what stands in the folder. */
    public void write() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : names(folder, "")) {
            lines.append(digest(name)).append("  ").append(name).append('\n');
        }
        try (FSDataOutputStream stream = files.create(new Path(folder, FILE), true)) {
            stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Checks a folder against its checksums, where it has them.
     *
     * @return whether it has them
     * @throws BadDataException if a file is missing, has come to it, or is not what was saved
     */
    public boolean verify() throws IOException {
        Path list = new Path(folder, FILE);
        if (!files.exists(list)) {
            return false;
        }
        SortedSet<String> found = names(folder, "");
        for (Map.Entry<String, String> saved : read(list).entrySet()) {
            if (!found.remove(saved.getKey())) {
                throw damaged("the file " + saved.getKey() + " is missing");
            }
            requireSame(saved.getKey(), saved.getValue());
        }
        if (!found.isEmpty()) {
            throw damaged("the file " + found.first() + " was not saved with it");
        }
        return true;
    }

    private void requireSame(String name, String saved) {
        String digest;
        try {
            digest = digest(name);
        } catch (IOException e) { // Hadoop keeps checksums of its own on local disks.
            throw damaged("the file " + name + " cannot be read (" + Reason.of(e) + ")");
        }
        if (!digest.equals(saved)) {
            throw damaged("the checksum of the file " + name + " is " + digest + ", but " + saved + " was saved");
        }
    }

    private SortedMap<String, String> read(Path list) throws IOException {
        SortedMap<String, String> saved = new TreeMap<>();
        try (InputStream stream = files.open(list)) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] parts = line.split("  ", 2);
                if (parts.length < 2) {
                    throw damaged("its " + FILE + " is no list of checksums");
                }
                saved.put(parts[1], parts[0]);
            }
        } catch (IOException e) {
            throw damaged("its " + FILE + " cannot be read (" + Reason.of(e) + ")");
        }
        return saved;
    }

    /** Spark reads no files whose names begin with a point or an underscore. */
    private SortedSet<String> names(Path place, String prefix) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        for (FileStatus file : files.listStatus(place)) {
            String name = prefix + file.getPath().getName();
            boolean hidden = file.getPath().getName().startsWith(".")
                    || file.getPath().getName().startsWith("_");
            if (file.isDirectory() && !hidden) {
                names.addAll(names(file.getPath(), name + Path.SEPARATOR));
            } else if (!hidden && !name.equals(FILE)) {
                names.add(name);
            }
        }
        return names;
    }

    private String digest(String name) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = files.open(new Path(folder, name))) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private BadDataException damaged(String how) {
        return new BadDataException("the model " + model + " is not as it was saved: " + how + "; " + REMEDY);
    }

    /** A model that says it has checksums, and has none. */
    public BadDataException missing() {
        return damaged("the file " + FILE + " is missing");
    }
}
