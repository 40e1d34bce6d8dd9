package atlasprox.cli.watch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for known cells in bytes: for two neighbouring coordinates of a cell, as it is, about the mean of all cells or of its batch, about the centre
 * of the fit, or as a direction from the mean of all or from the centre; as floats or doubles of either byte order, side by side or each in an object of its own.
 */
final class KnownRows {
    /** Relative, from 1 on: coordinates are floats, and those about a mean are rounded again. */
    private static final double TOLERANCE = 2e-7;

    /** Coordinates nearer to 0 are too common to begin with. */
    private static final double TELLING = 1e-3;

    private static final double STEP = 1e-5;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Between two numbers: nothing, or what Java writes before a further object of a class that is known. */
    private static final int[] GAPS = {0, 6};

    private final Map<Long, List<Place>> places = new HashMap<>();
    private final BitSet taken = new BitSet();
    private final double largest;

    private record Place(String what, double[] row, int j) {}

    /**
     * @param batches of each cell
     * @param cells n rows of d coordinates
     * @param centre that the fit takes directions from, d coordinates
     */
    KnownRows(List<String> batches, List<float[]> cells, double[] centre) {
        int dimension = cells.get(0).length;
        double[] origin = new double[dimension];
        double[] mean = mean(cells);
        this.largest = 2.0 * cells.stream().mapToDouble(KnownRows::most).max().orElseThrow();
        Map<String, double[]> means = new HashMap<>();
        for (String batch : batches) {
            means.computeIfAbsent(batch, name -> mean(of(name, batches, cells)));
        }
        for (int i = 0; i < cells.size(); i++) {
            add("a cell", about(cells.get(i), origin, false));
            add("a cell about the mean", about(cells.get(i), mean, false));
            add("a cell about its batch's mean", about(cells.get(i), means.get(batches.get(i)), false));
            add("a cell about the centre", about(cells.get(i), centre, false));
            add("a cell's direction", about(cells.get(i), centre, true));
            add("a cell's direction from the mean", about(cells.get(i), mean, true));
        }
    }

    private static List<float[]> of(String batch, List<String> batches, List<float[]> cells) {
        List<float[]> own = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            if (batches.get(i).equals(batch)) {
                own.add(cells.get(i));
            }
        }
        return own;
    }

    private static double most(float[] cell) {
        double most = 0.0;
        for (float x : cell) {
            most = Math.max(most, Math.abs(x));
        }
        return most;
    }

    private static double[] mean(List<float[]> cells) {
        double[] mean = new double[cells.get(0).length];
        for (float[] cell : cells) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += (double) cell[j] / cells.size();
            }
        }
        return mean;
    }

    private static double[] about(float[] cell, double[] centre, boolean unit) {
        double[] about = new double[cell.length];
        double square = 0.0;
        for (int j = 0; j < about.length; j++) {
            about[j] = cell[j] - centre[j];
            square += about[j] * about[j];
        }
        double length = Math.sqrt(square);
        return unit ? Arrays.stream(about).map(x -> x / length).toArray() : about;
    }

    private void add(String what, double[] row) {
        for (int j = 0; j + 1 < row.length; j++) {
            if (Math.abs(row[j]) >= TELLING) {
                long bucket = bucket(row[j]);
                taken.set((int) bucket);
                places.computeIfAbsent(bucket, none -> new ArrayList<>()).add(new Place(what, row, j));
            }
        }
    }

    private long bucket(double x) {
        return (long) Math.floor((x + largest) / STEP) + 1;
    }

    /** What the first cell found is, and which. */
    Optional<String> foundIn(byte[] bytes) {
        for (Numbers numbers : Numbers.values()) {
            for (int at = 0; at + 2 * numbers.size <= bytes.length; at++) {
                double x = numbers.read(bytes, at);
                if (Math.abs(x) >= TELLING && Math.abs(x) <= largest) {
                    Optional<String> found = found(numbers, bytes, at, x);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> found(Numbers numbers, byte[] bytes, int at, double x) {
        long middle = bucket(x);
        for (long bucket = middle - 1; bucket <= middle + 1; bucket++) {
            if (!taken.get((int) bucket)) {
                continue;
            }
            for (Place place : places.get(bucket)) {
                for (int gap : GAPS) {
                    int next = at + numbers.size + gap;
                    if (is(x, place.row()[place.j()])
                            && next + numbers.size <= bytes.length
                            && is(numbers.read(bytes, next), place.row()[place.j() + 1])) {
                        return Optional.of(place.what() + " " + Arrays.toString(place.row()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean is(double x, double known) {
        return Math.abs(x - known) <= TOLERANCE * Math.max(1.0, Math.abs(known));
    }

    /** How numbers may be written. */
    private enum Numbers {
        FLOATS(4, false),
        SWAPPED_FLOATS(4, true),
        DOUBLES(8, false),
        SWAPPED_DOUBLES(8, true);

        private final int size;
        private final boolean swapped;

        Numbers(int size, boolean swapped) {
            this.size = size;
            this.swapped = swapped;
        }

        double read(byte[] bytes, int at) {
            if (size == 4) {
                int bits = (int) INTS.get(bytes, at);
                return Float.intBitsToFloat(swapped ? Integer.reverseBytes(bits) : bits);
            }
            long bits = (long) LONGS.get(bytes, at);
            return Double.longBitsToDouble(swapped ? Long.reverseBytes(bits) : bits);
        }
    }
}
