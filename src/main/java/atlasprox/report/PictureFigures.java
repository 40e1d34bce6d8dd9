package atlasprox.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * A {@link Picture} as the page's script reads it, with the cells' places in few bytes.
 *
 * @param batches the batches' names
 * @param labels the labels' names
 * @param batchOf one batch number a cell
 * @param labelOf one label number a cell, -1 where missing; empty where no label column was given
 * @param layouts the same cells by each embedding
 * @param cells how many cells the sample was drawn from
 */
record PictureFigures(
        List<String> batches, List<String> labels, int[] batchOf, int[] labelOf, List<Places> layouts, long cells) {

    /**
     * Two coordinates a cell, one cell after the other, as little-endian floats in base64.
     *
     * @param embedding its name
     * @param leading its first two dimensions
     * @param umap its UMAP, or null
     */
    record Places(String embedding, String leading, String umap) {}

    static PictureFigures of(Picture picture) {
        return new PictureFigures(
                picture.batches(),
                picture.labels(),
                picture.batchOf(),
                picture.labelOf(),
                picture.layouts().stream()
                        .map(layout -> new Places(layout.embedding(), packed(layout.leading()), packed(layout.umap())))
                        .toList(),
                picture.cells());
    }

    private static String packed(float[][] points) {
        if (points == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * points.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] point : points) {
            bytes.putFloat(point[0]).putFloat(point[1]);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
