package atlasprox.scbatchprox;

import atlasprox.math.Moments;
import java.util.Collections;
import java.util.List;

/** With whom a client is averaged, and in whose units it trains. */
sealed interface Company {

    /**
     * @param own a client's training cells
     * @param all those of all clients of the fit
     * @return the cells that the client is averaged over, its own among them
     */
    long cells(long own, long all);

    /**
     * @param moments the moments of each client's training cells, at least one
     * @return each client's units where training is standardised
     */
    List<Units> pooledUnits(List<Moments> moments);

    /** All clients of the fit. */
    record Together() implements Company {

        @Override
        public long cells(long own, long all) {
            return all;
        }

        @Override
        public List<Units> pooledUnits(List<Moments> moments) {
            return Collections.nCopies(moments.size(), Units.pooled(moments));
        }
    }

    /**
     * Earlier clients, who return the table as they got it, and no other of the fit's.
     *
     * @param frozen the earlier clients' training cells
     */
    record Alone(long frozen) implements Company {

        @Override
        public long cells(long own, long all) {
            return frozen + own;
        }

        @Override
        public List<Units> pooledUnits(List<Moments> moments) {
            return moments.stream().map(own -> Units.pooled(List.of(own))).toList();
        }
    }
}
