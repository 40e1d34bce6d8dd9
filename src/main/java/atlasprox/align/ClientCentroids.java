package atlasprox.align;

import java.util.List;

public record ClientCentroids(int x) implements java.io.Serializable {
    public static final int MOST_CELLS = 5000;

    public static ClientCentroids of(List<float[]> cells, long seed) {
        return new ClientCentroids(1);
    }
}
