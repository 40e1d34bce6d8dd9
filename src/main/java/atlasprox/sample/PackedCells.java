package atlasprox.sample;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How sampled cells travel: as few arrays, every name once, and not as five objects a cell.
 *
 * @param keys the cells' keys
 * @param names the names of batches and labels; null is the missing label's
 * @param batches for every cell, the number of its batch's name
 * @param labels for every cell, the number of its label's name
 * @param lengths for every cell, the lengths of its embeddings, one after the other
 * @param coordinates for every cell, its coordinates in all embeddings
 */
record PackedCells(long[] keys, String[] names, int[] batches, int[] labels, int[] lengths, float[][] coordinates)
        implements Serializable {

    /** @param cells any cells, each of as many embeddings */
    static PackedCells of(List<SampledCell> cells) {
        Map<String, Integer> names = new LinkedHashMap<>();
        int[] batches =
                cells.stream().mapToInt(cell -> number(names, cell.batch())).toArray();
        int[] labels =
                cells.stream().mapToInt(cell -> number(names, cell.label())).toArray();
        return new PackedCells(
                cells.stream().mapToLong(SampledCell::key).toArray(),
                names.keySet().toArray(String[]::new),
                batches,
                labels,
                cells.stream()
                        .flatMap(cell -> Arrays.stream(cell.embeddings()))
                        .mapToInt(array -> array.length)
                        .toArray(),
                cells.stream().map(cell -> joined(cell.embeddings())).toArray(float[][]::new));
    }

    private static int number(Map<String, Integer> names, String name) {
        names.putIfAbsent(name, names.size());
        return names.get(name);
    }

    private static float[] joined(float[][] arrays) {
        float[] joined =
                new float[Arrays.stream(arrays).mapToInt(array -> array.length).sum()];
        int from = 0;
        for (float[] array : arrays) {
            System.arraycopy(array, 0, joined, from, array.length);
            from += array.length;
        }
        return joined;
    }

    /** The cells, in the order in which they were given. */
    Stream<SampledCell> cells() {
        return IntStream.range(0, keys.length)
                .mapToObj(cell ->
                        new SampledCell(keys[cell], names[batches[cell]], names[labels[cell]], embeddings(cell)));
    }

    private float[][] embeddings(int cell) {
        float[][] embeddings = new float[lengths.length / keys.length][];
        int from = 0;
        for (int e = 0; e < embeddings.length; e++) {
            int length = lengths[cell * embeddings.length + e];
            embeddings[e] = Arrays.copyOfRange(coordinates[cell], from, from + length);
            from += length;
        }
        return embeddings;
    }
}
