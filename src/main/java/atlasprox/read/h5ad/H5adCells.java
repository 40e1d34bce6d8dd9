package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import atlasprox.read.anndata.AnnDataCells;
import atlasprox.read.table.InputPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** h5ad files as a table of cells, and AnnData within files of HDF5, such as a modality of an h5mu file. */
public final class H5adCells extends AnnDataCells {
    private static final String SUFFIX = ".h5ad";

    /** MuData: never a table of cells itself, but what is within is named in the message that says so. */
    private static final String MUDATA = ".h5mu";

    /** Takes no settings. */
    public H5adCells() {
        super(Hdf5.INSTANCE, H5adSource.class);
    }

    @Override
    public List<String> found(Configuration configuration, String input) {
        if (PartOfFile.within(input, configuration).isPresent()) {
            return List.of(input);
        }
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
            if (found.length == 1
                    && found[0].isFile()
                    && found[0].getPath().getName().endsWith(MUDATA)) {
                return List.of(found[0].getPath().toString());
            }
            return all.stream()
                    .map(status -> status.getPath().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (BadDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // No path at all, no such host, no class for that file system.
            throw InputPaths.unreachable(input, e);
        }
    }
}
