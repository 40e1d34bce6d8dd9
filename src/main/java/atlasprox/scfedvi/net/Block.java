package atlasprox.scfedvi.net;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A named matrix of a network's weights.
 *
 * @param name such as {@code decoder.scale.weight}
 * @param learned whether it goes by gradients; else it is kept beside, as running means are
 * @param rows of equal length, at least one
 */
public record Block(String name, boolean learned, float[][] rows) implements Serializable {

    Block(String name, int rows, int columns) {
        this(name, true, new float[rows][columns]);
    }

    Block zeros() {
        return new Block(name, learned, new float[rows.length][rows[0].length]);
    }

    Block copy() {
        return new Block(name, learned, Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new));
    }
}
