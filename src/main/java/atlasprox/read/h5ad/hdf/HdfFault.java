package atlasprox.read.h5ad.hdf;

import atlasprox.Reason;
import io.jhdf.exceptions.HdfChecksumMismatchException;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.util.regex.Pattern;

/** What to do about a file that jhdf cannot read, by what it says about it. */
final class HdfFault {
    /** Types of version 4 and later, layouts of data of version 5 and later, and the like. */
    private static final Pattern NEWER_FORMAT =
            Pattern.compile("(?i)(unsupported|unrecognized|superblock)\\b.*\\bversion\\b.*");

    private static final String MEMORY =
            "give Java a larger heap; if that does not help, the file is damaged: copy it again";
    private static final String NEWER =
            "it is of a newer version of HDF5, as h5py writes it with libver=\"latest\": read it with"
                    + " anndata and save it again with write_h5ad, which does without";
    /** What jhdf runs into where the names of a group fill more than its heap's own blocks. */
    private static final String TOO_LARGE_A_GROUP = "Negative size";

    private static final String TOO_LARGE =
            "groups of more than about 12,000 members are not read: save it with fewer columns; if it"
                    + " has fewer, it is damaged: copy it again";

    private static final String UNSUPPORTED = "re-save it: read it with a current anndata and write it with write_h5ad";

    private HdfFault() {}

    /** @param failure to read something of a file that could be opened */
    static String remedy(Throwable failure) {
        return remedy(failure, "the file may be damaged: copy it again; if that does not help, " + UNSUPPORTED);
    }

    /** @param failure to open a file at all */
    static String remedyToOpen(Throwable failure) {
        return remedy(failure, "check that it is an .h5ad file and was copied completely");
    }

    private static String remedy(Throwable failure, String otherwise) {
        if (has(failure, OutOfMemoryError.class)) {
            return MEMORY;
        }
        if (has(failure, HdfFilterException.class) || has(failure, HdfChecksumMismatchException.class)) {
            return "the file is damaged: copy or download it again";
        }
        if (NEWER_FORMAT.matcher(Reason.ofRoot(failure)).matches()) {
            return NEWER;
        }
        if (Reason.ofRoot(failure).equals(TOO_LARGE_A_GROUP)) {
            return TOO_LARGE;
        }
        return has(failure, UnsupportedHdfException.class) ? UNSUPPORTED : otherwise;
    }

    private static boolean has(Throwable failure, Class<?> kind) {
        Throwable cause = failure.getCause();
        return kind.isInstance(failure) || cause != null && cause != failure && has(cause, kind);
    }
}
