package atlasprox.read.h5ad;

import atlasprox.BadDataException;
import atlasprox.read.anndata.AnnDataFile;
import atlasprox.read.anndata.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads all that a table of cells would be made of, slab by slab, as tasks do. */
public final class H5adContent {
    private H5adContent() {}

    /** Reads every file of a folder, and says a line of each. */
    public static void main(String[] args) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            files.sorted().map(H5adContent::outcome).forEach(System.out::println);
        }
    }

    private static String outcome(Path file) {
        try {
            return file.getFileName() + ": read " + readAll(file) + " values";
        } catch (BadDataException e) {
            return file.getFileName() + ": refused " + e.getMessage();
        }
    }

    /** The number of values of all columns together. */
    static long readAll(Path path) {
        try (AnnDataFile file = Fixtures.open(path)) {
            return Content.readAll(file);
        }
    }
}
