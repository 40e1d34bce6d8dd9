package atlasprox.read.h5ad.tenx;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** The name of a sample, by where Cell Ranger or its user put the sample's matrix. */
public final class SampleName {
    private static final Pattern MATRIX =
            Pattern.compile("(?:(.+?)[_.-])?(?:filtered|raw)_(?:feature|gene)_bc_matri(?:x|ces)(?:_h5)?");

    /** Folders of Cell Ranger, within that of a sample. */
    private static final Set<String> INNER = Set.of("outs", "count");

    /** How Cell Ranger calls every sample. */
    private static final String ANY = "sample";

    private SampleName() {}

    /**
     * @param path of a file
     * @return of {@code S1_filtered_feature_bc_matrix.h5}, {@code S1/outs/filtered_feature_bc_matrix.h5} or {@code S1.h5}: S1
     */
    public static String of(Path path) {
        String stem = path.getName().replaceFirst("\\.[^.]*$", "");
        Matcher matrix = MATRIX.matcher(stem);
        if (!matrix.matches()) {
            return stem;
        }
        String before = matrix.group(1);
        if (before != null && !before.equals(ANY)) {
            return before;
        }
        Path folder = path.getParent();
        while (folder != null && INNER.contains(folder.getName())) {
            folder = folder.getParent();
        }
        return folder == null || folder.getName().isEmpty() ? stem : folder.getName();
    }
}
