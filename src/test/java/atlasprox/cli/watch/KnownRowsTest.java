package atlasprox.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownRowsTest {
    private static final int CELLS = 200;
    private static final int DIMENSION = 5;

    private static final double[] CENTRE = {0.5, -1.25, 2.0, 0.75, -0.5};

    private final List<String> batches = new ArrayList<>();
    private final List<float[]> cells = new ArrayList<>();
    private final KnownRows known;

    KnownRowsTest() {
        Random random = new Random(7);
        for (int i = 0; i < CELLS; i++) {
            float[] cell = new float[DIMENSION];
            for (int j = 0; j < DIMENSION; j++) {
                cell[j] = (float) (random.nextGaussian() + i % 2 * 3);
            }
            cells.add(cell);
            batches.add("b" + i % 2);
        }
        known = new KnownRows(batches, cells, CENTRE);
    }

    @Test
    void aCellIsFoundHoweverItIsWritten() throws IOException {
        float[] cell = cells.get(17);
        double[] wide = new double[DIMENSION];
        List<Float> boxed = new ArrayList<>();
        for (int j = 0; j < DIMENSION; j++) {
            wide[j] = cell[j];
            boxed.add(cell[j]);
        }
        assertThat(known.foundIn(bytes(cell))).isPresent();
        assertThat(known.foundIn(bytes(wide))).isPresent();
        assertThat(known.foundIn(bytes((Serializable) boxed))).isPresent();
        ByteBuffer swapped = ByteBuffer.allocate(3 + 8 * DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
        swapped.position(3);
        for (double x : wide) {
            swapped.putDouble(x);
        }
        assertThat(known.foundIn(swapped.array())).isPresent();
    }

    @Test
    void aCellIsFoundAboutMeansAndAsADirection() throws IOException {
        double[] mean = mean(batches, null);
        double[] own = mean(batches, batches.get(4));
        double[] about = new double[DIMENSION];
        double[] aboutCentre = new double[DIMENSION];
        double[] aboutOwn = new double[DIMENSION];
        double[] direction = new double[DIMENSION];
        double square = 0.0;
        for (int j = 0; j < DIMENSION; j++) {
            about[j] = (float) (cells.get(4)[j] - mean[j]);
            aboutOwn[j] = cells.get(4)[j] - own[j];
            aboutCentre[j] = cells.get(4)[j] - CENTRE[j];
            square += aboutCentre[j] * aboutCentre[j];
        }
        for (int j = 0; j < DIMENSION; j++) {
            direction[j] = aboutCentre[j] / Math.sqrt(square);
        }
        assertThat(known.foundIn(bytes(about)).orElseThrow()).startsWith("a cell about the mean");
        assertThat(known.foundIn(bytes(aboutOwn)).orElseThrow()).startsWith("a cell about its batch's mean");
        assertThat(known.foundIn(bytes(aboutCentre)).orElseThrow()).startsWith("a cell about the centre");
        assertThat(known.foundIn(bytes(direction)).orElseThrow()).startsWith("a cell's direction");
    }

    @Test
    void whatIsNoCellIsNotFound() throws IOException {
        Random random = new Random(8);
        double[] sums = random.doubles(100_000, -5.0, 5.0).toArray();
        assertThat(known.foundIn(bytes(sums))).isEmpty();
        assertThat(known.foundIn(bytes(mean(batches, "b1")))).isEmpty();
        assertThat(known.foundIn(new byte[1000])).isEmpty();
    }

    private double[] mean(List<String> of, String batch) {
        double[] mean = new double[DIMENSION];
        int count = 0;
        for (int i = 0; i < CELLS; i++) {
            if (batch == null || of.get(i).equals(batch)) {
                count++;
                for (int j = 0; j < DIMENSION; j++) {
                    mean[j] += cells.get(i)[j];
                }
            }
        }
        for (int j = 0; j < DIMENSION; j++) {
            mean[j] /= count;
        }
        return mean;
    }

    private static byte[] bytes(Serializable object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }
}
