package atlasprox.read.anndata;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.BadDataException;
import atlasprox.read.anndata.column.Column;
import atlasprox.read.anndata.matrix.Entries;
import atlasprox.read.anndata.matrix.GatheredCells;
import atlasprox.read.table.SparseRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Sparse matrices in any order, with values that are there twice or are 0: read as the matrix that they are, stored by cell or by gene. And such as
 * claim, or lead to, what is not there: whatever it is, they are read as numbers of their own cells and genes, or refused by name.
 */
class SparseMatrixFuzzTest {
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final int TRIES = 2000;

    private static final long[] ODD = {
        -1, 0, 1, 2, 1L << 31, (1L << 31) - 1, 1L << 32, 1_000_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE
    };

    /** Lines and places across them, and for each line its entries in some order. */
    private record Matrix(boolean byGene, int cells, int genes, double[][] dense, List<List<int[]>> lines) {
        static Matrix random(Random random) {
            boolean byGene = random.nextBoolean();
            int cells = random.nextInt(7);
            int genes = random.nextInt(6);
            double[][] dense = new double[cells][genes];
            List<List<int[]>> lines = new ArrayList<>();
            for (int line = 0; line < (byGene ? genes : cells); line++) {
                List<int[]> entries = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0 && (byGene ? cells : genes) > 0; i--) {
                    int[] entry = {random.nextInt(byGene ? cells : genes), random.nextInt(4)};
                    entries.add(entry);
                    dense[byGene ? entry[0] : line][byGene ? line : entry[0]] += entry[1];
                }
                Collections.shuffle(entries, random);
                lines.add(entries);
            }
            return new Matrix(byGene, cells, genes, dense, lines);
        }

        long[] starts() {
            long[] starts = new long[lines.size() + 1];
            for (int i = 0; i < lines.size(); i++) {
                starts[i + 1] = starts[i] + lines.get(i).size();
            }
            return starts;
        }

        int[] column(int which) {
            return lines.stream()
                    .flatMap(List::stream)
                    .mapToInt(entry -> entry[which])
                    .toArray();
        }

        MemoryTree tree() {
            return new MemoryTree()
                    .frame("/obs", names("cell", cells))
                    .frame("/var", names("gene", genes))
                    .attribute("/X", "encoding-type", byGene ? "csc_matrix" : "csr_matrix")
                    .attribute("/X", "shape", new long[] {cells, genes})
                    .array("/X/indptr", starts())
                    .array("/X/indices", column(0))
                    .array("/X/data", column(1));
        }

        private static String[] names(String noun, int count) {
            return IntStream.range(0, count).mapToObj(i -> noun + i).toArray(String[]::new);
        }
    }

    @Property(tries = 500)
    void isReadAsTheMatrixThatItIs(@ForAll long seed) {
        Matrix matrix = Matrix.random(new Random(seed));
        List<SparseRow> rows = read(matrix.tree(), 1 + (int) (seed & 3));
        assertThat(rows).hasSize(matrix.cells());
        for (int cell = 0; cell < rows.size(); cell++) {
            double[] found = new double[matrix.genes()];
            SparseRow row = rows.get(cell);
            for (int i = 0; i < row.indices().length; i++) {
                assertThat(i == 0 || row.indices()[i] > row.indices()[i - 1]).isTrue();
                assertThat(row.values()[i]).isNotZero();
                found[row.indices()[i]] = row.values()[i];
            }
            assertThat(found).isEqualTo(matrix.dense()[cell]);
        }
    }

    @Property(tries = TRIES)
    void isReadOrRefusedByNameWhateverItClaims(@ForAll long seed) {
        Random random = new Random(seed);
        Matrix matrix = Matrix.random(random);
        MemoryTree tree = matrix.tree();
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(tree, matrix, random);
        }
        try {
            for (SparseRow row : read(tree, 1 + random.nextInt(3))) {
                assertThat(IntStream.of(row.indices())).allMatch(gene -> gene >= 0 && gene < row.genes());
            }
        } catch (BadDataException e) {
            REFUSED.incrementAndGet();
            assertThat(e).hasMessageStartingWith("memory: ").message().containsAnyOf("'X'", "'/X/", "'var'");
        }
    }

    @AfterContainer
    static void manyWereRefused() {
        assertThat(REFUSED.get()).isGreaterThan(TRIES / 3);
    }

    private static void change(MemoryTree tree, Matrix matrix, Random random) {
        String part = List.of("/X/indptr", "/X/indices", "/X/data").get(random.nextInt(3));
        long[] stored = part.endsWith("indptr")
                ? matrix.starts()
                : Arrays.stream(matrix.column(part.endsWith("data") ? 1 : 0))
                        .asLongStream()
                        .toArray();
        switch (random.nextInt(8)) {
            case 0 -> tree.array(part, Arrays.copyOf(stored, random.nextInt(stored.length + 3)));
            case 1 -> tree.array(part, Arrays.stream(stored).asDoubleStream().toArray());
            case 2 -> tree.array(part, new String[stored.length]);
            case 3 ->
                tree.attribute(
                        "/X",
                        "shape",
                        random.longs(random.nextInt(4), 0, ODD.length)
                                .map(i -> ODD[(int) i])
                                .toArray());
            case 4 -> tree.attribute("/X", "encoding-type", random.nextBoolean() ? "csr_matrix" : "csc_matrix");
            case 5 ->
                tree.array(
                        "/X/data",
                        IntStream.of(matrix.column(1))
                                .mapToDouble(i -> Double.NaN)
                                .toArray());
            default -> {
                if (stored.length > 0) {
                    stored[random.nextInt(stored.length)] =
                            random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : random.nextInt(12) - 2;
                }
                tree.array(part, stored);
            }
        }
    }

    /** All cells, as those who call it read them: in slabs. */
    private static List<SparseRow> read(MemoryTree tree, int slab) {
        try (AnnDataFile file = AnnDataFile.of(tree)) {
            int genes = file.genes("X", Optional.empty(), Optional.empty()).width();
            return file.byGene("X").isPresent() ? turned(file, genes, slab) : byCell(file, slab);
        }
    }

    private static List<SparseRow> byCell(AnnDataFile file, int slab) {
        List<SparseRow> rows = new ArrayList<>();
        Column matrix = file.columns(List.of("X")).get(1);
        for (long start = 0; start < file.rows(); start += slab) {
            Object[] read = matrix.read(start, (int) Math.min(slab, file.rows() - start));
            Arrays.stream(read)
                    .map(row -> (SparseRow) ((Supplier<?>) row).get())
                    .forEach(rows::add);
        }
        return rows;
    }

    /** Entries come in any order of those who sent them. */
    private static List<SparseRow> turned(AnnDataFile file, int genes, int slab) {
        int cells = (int) file.rows();
        int parts = (cells + slab - 1) / slab;
        long entries = file.byGene("X").orElseThrow().entries();
        List<Entries[]> sent = new ArrayList<>();
        for (long from = 0; from < entries; from += slab) {
            sent.add(
                    0,
                    file.entries("X", from, (int) Math.min(slab, entries - from))
                            .byCells(slab, parts));
        }
        List<SparseRow> rows = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int number = part;
            int start = part * slab;
            List<Entries> mine = sent.stream()
                    .map(all -> all[number])
                    .filter(Objects::nonNull)
                    .toList();
            int count = Math.min(slab, cells - start);
            GatheredCells gathered = new GatheredCells(start, count, genes, mine);
            IntStream.range(0, count).mapToObj(gathered::row).forEach(rows::add);
        }
        return rows;
    }
}
