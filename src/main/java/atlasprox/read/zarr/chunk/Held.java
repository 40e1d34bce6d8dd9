package atlasprox.read.zarr.chunk;

import atlasprox.read.zarr.codec.Elements;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What further reads of an array will need again: chunks of which only the upper rows were read, as long as there is memory for them,
 * and the indexes of shards.
 */
public final class Held {
    private static final int INDEXES = 8;

    private final Map<String, SoftReference<Elements>> chunks;
    private final Map<String, long[]> indexes = recent(INDEXES);

    /** @param chunks how many lie side by side */
    public Held(int chunks) {
        this.chunks = recent(chunks);
    }

    private static <V> Map<String, V> recent(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The values of a chunk; null where they are not held. */
    Elements chunk(String key) {
        SoftReference<Elements> held = chunks.get(key);
        return held == null ? null : held.get();
    }

    /** @param again whether the chunk will be read again */
    void hold(String key, Elements chunk, boolean again) {
        if (again) {
            chunks.put(key, new SoftReference<>(chunk));
        } else {
            chunks.remove(key);
        }
    }

    long[] index(String key, Supplier<long[]> read) {
        return indexes.computeIfAbsent(key, unused -> read.get());
    }
}
