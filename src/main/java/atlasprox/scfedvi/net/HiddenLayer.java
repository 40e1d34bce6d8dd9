package atlasprox.scfedvi.net;

import java.util.Arrays;

/** A hidden layer of a minibatch: linear, with what the cell's batch adds, normalised, rectified, and with some units dropped in training. */
final class HiddenLayer {
    private final int place;
    private final Linear linear;
    private final BatchVectors vectors;
    private final Normaliser normaliser;
    private final double dropout;
    private final SparseRows active = new SparseRows();
    private float[][] units = new float[0][];
    private float[][] byUnits = new float[0][];
    private SparseRows inputs;

    /**
     * @param place the layer's number
     * @param linear its weights
     * @param vectors what batches add
     * @param normaliser what normalises its units
     * @param dropout the share of units that is dropped in training
     */
    HiddenLayer(int place, Linear linear, BatchVectors vectors, Normaliser normaliser, double dropout) {
        this.place = place;
        this.linear = linear;
        this.vectors = vectors;
        this.normaliser = normaliser;
        this.dropout = dropout;
    }

    /**
     * @param from the inputs, a row for each cell; kept for the way back
     * @param cells the cells
     * @param training whether units are dropped
     * @return the units that are not 0
     */
    SparseRows forward(SparseRows from, Minibatch cells, boolean training) {
        inputs = from;
        units = Rows.atLeast(units, cells.cells(), linear.outputs());
        linear.forward(from, units);
        vectors.addTo(units, cells, place);
        normaliser.forward(units, cells.cells(), training);
        active.clear();
        for (int cell = 0; cell < cells.cells(); cell++) {
            activate(units[cell], cells.seed(cell), training ? dropout : 0.0);
        }
        return active;
    }

    private void activate(float[] row, long seed, double dropped) {
        float scale = (float) (1.0 / (1.0 - dropped));
        int to = active.open(row.length);
        for (int unit = 0; unit < row.length; unit++) {
            // Not "above 0": what is no number stays so, and is told.
            if (!(row[unit] <= 0f) && !(dropped > 0.0 && Draws.isDropped(seed, place, unit, dropped))) {
                active.which()[to] = unit;
                active.values()[to++] = scale * row[unit];
            }
        }
        active.close(to);
    }

    /** @return where the gradient by the layer's outputs is to be added up, all 0 now */
    float[][] clearedGradient(int cells) {
        byUnits = Rows.atLeast(byUnits, cells, linear.outputs());
        for (int cell = 0; cell < cells; cell++) {
            Arrays.fill(byUnits[cell], 0f);
        }
        return byUnits;
    }

    /**
     * The way back from what was added up in {@link #clearedGradient}.
     *
     * @param cells the cells
     * @param training as on the way there; only then weights get a gradient
     */
    void backward(Minibatch cells, boolean training) {
        float scale = (float) (1.0 / (1.0 - (training ? dropout : 0.0)));
        for (int cell = 0; cell < cells.cells(); cell++) {
            passActive(cell, scale);
        }
        normaliser.backward(byUnits, cells.cells(), training);
        vectors.collect(byUnits, cells, place);
        if (training) {
            linear.backward(inputs, byUnits);
        }
    }

    private void passActive(int cell, float scale) {
        float[] row = byUnits[cell];
        int next = active.begin(cell);
        for (int unit = 0; unit < row.length; unit++) {
            if (next < active.end(cell) && active.which()[next] == unit) {
                row[unit] *= scale;
                next++;
            } else {
                row[unit] = 0f;
            }
        }
    }

    /** Adds the gradient by the layer's inputs, after {@link #backward}. */
    void addInputGradient(int cells, float[][] byInputs) {
        linear.addInputGradient(byUnits, cells, byInputs);
    }
}
