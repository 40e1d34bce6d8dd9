package atlasprox.read.h5ad.filter;

import atlasprox.read.anndata.tree.StoredTree;
import atlasprox.read.compression.CorruptDataException;
import io.jhdf.ObjectHeader;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.filter.Filter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filters that a dataset's chunks went through, in the order of writing. Only those listed here are undone, each of which is
 * tested against h5py; any other is refused, also where jhdf has one.
 */
public final class Filters {
    private static final Map<Integer, Filter> READ = Stream.of(
                    new DeflateFilter(),
                    new ByteShuffleFilter(),
                    new FletcherFilter(),
                    new LzfFilter(),
                    new Lz4Filter(),
                    new BitshuffleFilter(),
                    new ZstdFilter())
            .collect(Collectors.toMap(Filter::getId, Function.identity()));

    /** Filters of HDF5 itself, whose names a file may leave out, and what others call themselves at length. */
    private static final Map<Integer, String> NAMES =
            Map.of(4, "szip", 5, "nbit", 6, "scaleoffset", 307, "bzip2", 32001, "blosc", 32013, "zfp", 32026, "blosc2");

    private final List<FilterInfo> stored;

    private Filters(List<FilterInfo> stored) {
        this.stored = stored;
    }

    /**
     * @param what the dataset in error messages
     * @throws atlasprox.BadDataException if one of the filters is not known
     */
    public static Filters of(StoredTree tree, String what, ObjectHeader header) {
        List<FilterInfo> stored = header.hasMessageOfType(FilterPipelineMessage.class)
                ? header.getMessageOfType(FilterPipelineMessage.class).getFilters()
                : List.of();
        for (FilterInfo filter : stored) {
            if (!READ.containsKey(filter.getId())) {
                String name =
                        NAMES.getOrDefault(filter.getId(), filter.getName().replace("undefined", "unnamed"));
                throw tree.bad(
                        what + " is stored with the HDF5 filter " + name + " (" + filter.getId()
                                + "), which is not read",
                        "save the file again with compression \"gzip\", \"lzf\" or none");
            }
        }
        return new Filters(stored);
    }

    public boolean isEmpty() {
        return stored.isEmpty();
    }

    /** @param left which filters this chunk was stored without: those that did not shrink it */
    public byte[] undo(byte[] chunk, BitSet left) {
        byte[] bytes = chunk;
        for (int i = stored.size() - 1; i >= 0; i--) {
            FilterInfo filter = stored.get(i);
            bytes = left.get(i) ? bytes : undo(filter, bytes);
        }
        return bytes;
    }

    private static byte[] undo(FilterInfo filter, byte[] bytes) {
        try {
            return READ.get(filter.getId()).decode(bytes, filter.getData());
        } catch (CorruptDataException e) {
            throw new HdfFilterException("a chunk " + e.getMessage(), e.getCause());
        }
    }
}
