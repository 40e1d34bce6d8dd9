package atlasprox.sites;

import atlasprox.BadDataException;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.message.Message;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A model in an exchange folder.
 *
 * @param folder its folder, below the exchange folder
 * @param files by their names below it, the SHA-256 of its files
 */
public record PublishedModel(String folder, SortedMap<String, String> files) {

    /**
     * Copies a saved model to where all sides find it.
     *
     * @param exchange the exchange folder
     * @param attempt the attempt that it comes of; what that has published before is replaced
     * @param saved the folder of the saved model
     * @param configuration Hadoop's, which knows the file systems
     * @return the model there
     * @throws IOException if it cannot be copied
     */
    public static PublishedModel publish(ExchangeFolder exchange, int attempt, Path saved, Configuration configuration)
            throws IOException {
        String folder = folder(attempt);
        Path target = new Path(exchange.root(), folder);
        exchange.files().delete(target, true);
        FileUtil.copy(saved.getFileSystem(configuration), saved, exchange.files(), target, false, configuration);
        return new PublishedModel(folder, hashes(exchange, folder));
    }

    private static String folder(int attempt) {
        return "attempt-" + attempt + "/model";
    }

    private static SortedMap<String, String> hashes(ExchangeFolder exchange, String folder) throws IOException {
        FileSystem files = exchange.files();
        Path root = files.makeQualified(new Path(exchange.root(), folder));
        SortedMap<String, String> hashes = new TreeMap<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
        while (all.hasNext()) {
            String name = root.toUri().relativize(all.next().getPath().toUri()).getPath();
            if (!name.endsWith(".crc")) {
                hashes.put(
                        name,
                        Message.sha256(exchange.read(folder + "/" + name).orElseThrow(FileNotFoundException::new)));
            }
        }
        return hashes;
    }

    /**
     * @param exchange the exchange folder
     * @param attempt the attempt that it is to come of
     * @return the model's place
     * @throws BadDataException if it is said to be in another place, or its files are not those that were published
     * @throws IOException if they cannot be read
     */
    public String checked(ExchangeFolder exchange, int attempt) throws IOException {
        if (!folder.equals(folder(attempt))) {
            throw new BadDataException("the coordinator says that the model is in '" + folder + "', not in '"
                    + folder(attempt)
                    + "', where this program puts it: someone has changed or forged the message; find out who"
                    + " can write to the exchange folder, and begin again in an empty one");
        }
        if (!hashes(exchange, folder).equals(files)) {
            throw new BadDataException("the model in " + exchange.place(folder)
                    + " is not the one that the coordinator published: files are missing or have been changed; have the coordinator"
                    + " started again in an empty folder");
        }
        return exchange.place(folder);
    }
}
