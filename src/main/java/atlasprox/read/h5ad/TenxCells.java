package atlasprox.read.h5ad;

import atlasprox.read.anndata.AnnDataCells;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Matrices of 10x Genomics as a table of cells: files as Cell Ranger writes them, or folders of such. */
public final class TenxCells extends AnnDataCells {
    private static final String SUFFIX = ".h5";
    private static final String MOLECULES = "molecule_info.h5";
    private static final String PARQUET_SUFFIX = ".parquet";

    /** Takes no settings. */
    public TenxCells() {
        super(Tenx.INSTANCE, TenxSource.class);
    }

    @Override
    public List<String> found(Configuration configuration, String input) {
        List<String> all = InputFiles.of(configuration, input).stream()
                .filter(FileStatus::isFile)
                .map(FileStatus::getPath)
                .map(Object::toString)
                .sorted()
                .toList();
        if (all.stream().anyMatch(name -> name.endsWith(PARQUET_SUFFIX))) {
            return List.of();
        }
        Set<String> known = Set.copyOf(all);
        return all.stream()
                .filter(name -> name.endsWith(SUFFIX) && !name.endsWith(MOLECULES))
                .filter(name -> !isRawBesideFiltered(name, known))
                .toList();
    }

    /** Cell Ranger writes all barcodes beside those that are cells. */
    private static boolean isRawBesideFiltered(String name, Set<String> known) {
        int place = name.lastIndexOf("raw_");
        return place > name.lastIndexOf('/')
                && known.contains(name.substring(0, place) + "filtered_" + name.substring(place + "raw_".length()));
    }
}
