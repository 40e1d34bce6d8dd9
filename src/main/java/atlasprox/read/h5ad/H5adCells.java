package atlasprox.read.h5ad;

import atlasprox.read.anndata.AnnDataCells;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

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
        List<FileStatus> all = InputFiles.of(configuration, input);
        if (all.size() == 1
                && all.get(0).isFile()
                && all.get(0).getPath().getName().endsWith(MUDATA)) {
            return List.of(all.get(0).getPath().toString());
        }
        return all.stream()
                .map(status -> status.getPath().toString())
                .filter(name -> name.endsWith(SUFFIX))
                .sorted()
                .toList();
    }
}
