package atlasprox.scfedvi.net;

/** Normalises the units of a hidden layer in place, of so many cells of a minibatch. */
interface Normaliser {

    /**
     * @param units cell x unit
     * @param cells how many cells
     * @param training whether by what the minibatch is like, where that makes a difference
     */
    void forward(float[][] units, int cells, boolean training);

    /**
     * The way back.
     *
     * @param gradient by the normalised units; overwritten by that by the units as they were
     * @param cells how many cells
     * @param training as on the way there; only then weights get a gradient
     */
    void backward(float[][] gradient, int cells, boolean training);

    static Normaliser of(String layer, NetworkShape shape, Weights weights, Weights gradient) {
        return switch (shape.normalisation()) {
            case LAYER -> new LayerNormaliser();
            case BATCH -> new BatchNormaliser(layer, weights, gradient);
        };
    }
}
