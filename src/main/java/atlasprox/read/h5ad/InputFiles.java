package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import atlasprox.read.table.InputPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** What an input stands for. */
final class InputFiles {
    private InputFiles() {}

    /**
     * @param input a path or a pattern
     * @return the files that it stands for, and what is in the folders
     * @throws BadDataException if there is nothing, or it cannot be looked at
     */
    static List<FileStatus> of(Configuration configuration, String input) {
        try {
            FileStatus[] found = InputPaths.found(configuration, input);
            if (found.length == 0) {
                throw new BadDataException("no such file or folder: " + input + "; check --input");
            }
            FileSystem files = found[0].getPath().getFileSystem(configuration);
            List<FileStatus> all = new ArrayList<>();
            for (FileStatus status : found) {
                all.addAll(Arrays.asList(
                        status.isDirectory() ? files.listStatus(status.getPath()) : new FileStatus[] {status}));
            }
            return all;
        } catch (BadDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // No path at all, no such host, no class for that file system.
            throw InputPaths.unreachable(input, e);
        }
    }
}
