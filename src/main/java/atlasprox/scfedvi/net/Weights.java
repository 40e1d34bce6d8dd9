package atlasprox.scfedvi.net;

import java.io.Serializable;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * All weights of a network, or whatever has their shape: a gradient, moments. The arrays are written in place while a network is trained.
 *
 * @param blocks of distinct names
 */
public record Weights(List<Block> blocks) implements Serializable {

    /** @param blocks of distinct names */
    public Weights {
        blocks = List.copyOf(blocks);
    }

    /** @return zeros of the same shape */
    public Weights zeros() {
        return new Weights(blocks.stream().map(Block::zeros).toList());
    }

    /** @return the same, with arrays of their own */
    public Weights copy() {
        return new Weights(blocks.stream().map(Block::copy).toList());
    }

    /** @return how many numbers there are */
    public int size() {
        return blocks.stream()
                .mapToInt(block -> block.rows().length * block.rows()[0].length)
                .sum();
    }

    /** @return whether all are finite */
    public boolean areFinite() {
        for (Block block : blocks) {
            for (float[] row : block.rows()) {
                for (float value : row) {
                    if (!Float.isFinite(value)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /**
     * @param name a block's name
     * @return its rows
     */
    public float[][] rows(String name) {
        return blocks.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no weights are called " + name))
                .rows();
    }

    /**
     * @param name a block's name, of one row
     * @return the row
     */
    public float[] row(String name) {
        return rows(name)[0];
    }
}
