package atlasprox.read.h5ad.hdf;

import atlasprox.read.anndata.tree.StoredValues;
import io.jhdf.api.Dataset;
import io.jhdf.dataset.CompactDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.dataset.DatasetReader;
import io.jhdf.dataset.chunked.ChunkedDatasetBase;
import io.jhdf.object.datatype.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A dataset of one dimension or two. All values of columns and embeddings are read here: a dataset whose filters are not known, or
 * that claims more than it holds, is refused before any is.
 */
final class HdfValues implements StoredValues {
    /** No filter that is read shrinks data further. */
    private static final long MAX_COMPRESSION = 1L << 16;

    private final HdfTree tree;
    private final String what;
    private final DatasetBase dataset;
    private final Optional<Chunks> chunks;

    /** @param what the dataset in error messages */
    HdfValues(HdfTree tree, String what, Dataset dataset) {
        this.tree = tree;
        this.what = what;
        this.dataset = (DatasetBase) dataset;
        this.chunks = tree.reading(
                what,
                () -> dataset instanceof ChunkedDatasetBase chunked
                        ? Optional.of(new Chunks(tree, what, chunked))
                        : Optional.empty());
        tree.reading(what, this::checkStored);
    }

    /**
     * HDF5 makes up the values of what was never written, so that a file of a few bytes may claim any number of cells.
     */
    private Void checkStored() {
        double claimed = bytes(dataset.getDimensionsAsLong());
        long stored = chunks.map(Chunks::storedBytes).orElse(dataset.isEmpty() ? 0 : dataset.getSizeInBytes());
        long present = Math.min(stored, tree.size());
        long ratio = chunks.isPresent() && chunks.get().areFiltered() ? MAX_COMPRESSION : 1;
        if (claimed > (double) ratio * present) {
            throw tree.bad(
                    String.format(
                            Locale.ROOT, "%s claims %.0f bytes, but the file holds %d for it", what, claimed, present),
                    "it is damaged or was not written completely: make it again");
        }
        chunks.ifPresent(this::requireWhole);
        return null;
    }

    private void requireWhole(Chunks held) {
        if (held.present() != held.needed()) {
            throw tree.bad(
                    String.format(Locale.ROOT, "%s has %d of its %.0f chunks", what, held.present(), held.needed()),
                    "it was not written completely: make it again");
        }
        tree.requireRoom("the chunks of " + what, bytes(held.dimensions()));
    }

    /** In floating point, as a hostile file's product may be beyond all integers. */
    private double bytes(long[] dimensions) {
        return Arrays.stream(dimensions)
                .asDoubleStream()
                .reduce(dataset.getDataType().getSize(), (a, b) -> a * b);
    }

    @Override
    public String what() {
        return what;
    }

    private DataType type() {
        return dataset.getDataType();
    }

    @Override
    public long rows() {
        return dataset.getDimensionsAsLong()[0];
    }

    @Override
    public int width() {
        return dataset.getDimensionsAsLong().length == 1 ? 1 : dataset.getDimensions()[1];
    }

    @Override
    public long chunkHeight() {
        return chunks.map(held -> held.dimensions()[0]).orElse(1L);
    }

    @Override
    public Object read(long start, int count) {
        return tree.reading(what, () -> {
            ByteBuffer stored = bytes(start, count);
            if (HdfTypes.isText(type())) {
                return texts(stored, start, count);
            }
            Object values = DatasetReader.readDataset(type(), stored, shape(count), tree.storage());
            return values instanceof String[] labels ? booleans(labels) : values;
        });
    }

    /** h5py stores booleans as an enumeration of FALSE and TRUE, of which jhdf gives the labels. */
    private static boolean[] booleans(String[] labels) {
        boolean[] booleans = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            booleans[i] = "TRUE".equals(labels[i]);
        }
        return booleans;
    }

    private String[] texts(ByteBuffer stored, long start, int count) {
        try {
            return new Texts(tree.storage(), type()).read(stored, count);
        } catch (Texts.NotUnicode e) {
            throw tree.bad(
                    what + " holds a text in row " + (start + e.place()) + " that is not UTF-8",
                    "decode it in Python, as by .str.decode('latin-1'), and save the file again");
        }
    }

    private int[] shape(int count) {
        return dataset.getDimensionsAsLong().length == 1 ? new int[] {count} : new int[] {count, width()};
    }

    private ByteBuffer bytes(long start, int count) {
        if (chunks.isPresent()) {
            return chunks.get().read(start, count);
        }
        if (dataset instanceof CompactDataset compact) {
            int rowBytes = width() * type().getSize();
            return compact.getDataBuffer().slice(Math.toIntExact(start) * rowBytes, count * rowBytes);
        }
        long[] offset = new long[dataset.getDimensionsAsLong().length];
        offset[0] = start;
        return dataset.getSliceDataBuffer(offset, shape(count));
    }
}
