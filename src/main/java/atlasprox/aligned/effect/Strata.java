package atlasprox.aligned.effect;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The clients that have the same levels in all batch columns but one. */
final class Strata {
    private final List<EffectSums> clients;
    private final int[] stratum;
    private final EffectSample[] samples;

    /**
     * @param clients what each told, in the order of the clients
     * @param stratum of each client, from 0
     */
    Strata(List<EffectSums> clients, int[] stratum) {
        this.clients = clients;
        this.stratum = stratum;
        this.samples = Stream.generate(EffectSample::none)
                .limit(Arrays.stream(stratum).max().orElse(0) + 1L)
                .toArray(EffectSample[]::new);
        for (int client = 0; client < stratum.length; client++) {
            samples[stratum[client]] = samples[stratum[client]].plus(EffectSample.of(clients.get(client)));
        }
    }

    int count() {
        return samples.length;
    }

    /** @param members the clients of a level of the column that is left out */
    Level level(int[] members) {
        double[] cells = new double[samples.length];
        for (int client : members) {
            cells[stratum[client]] += clients.get(client).cells();
        }
        double others = 0.0;
        double weight = 0.0;
        for (int s = 0; s < cells.length; s++) {
            double apart = cells[s] > 0.0 ? samples[s].cells() - cells[s] : 0.0;
            others += apart;
            weight += apart > 0.0 ? cells[s] * apart / samples[s].cells() : 0.0;
        }
        return new Level(this, members, cells, others, weight);
    }

    /**
     * A level among its strata.
     *
     * @param members its clients
     * @param cells how many cells it has in each stratum
     * @param others how many there are beside these
     * @param weight the sum over strata of n_ls (n_s - n_ls) / n_s
     */
    record Level(Strata strata, int[] members, double[] cells, double others, double weight) {

        private double share(int s) {
            return cells[s] / strata.samples[s].cells();
        }

        /** What the level adds up to less what its cells' strata make one expect. */
        double[][] beyondExpected(int way, EffectSample level) {
            double[][] beyond = level.sums()[way];
            for (int s = 0; s < cells.length; s++) {
                if (cells[s] > 0.0) {
                    beyond = EffectSample.added(beyond, strata.samples[s].sums()[way], -share(s));
                }
            }
            return beyond;
        }

        /**
         * The squared length of that by chance: every cell by the variance of its own client, so that a level does not stand out by being wider.
         *
         * @param trace the variance of a client of a single cell
         */
        double noise(int way, double trace) {
            boolean[] inside = new boolean[strata.stratum.length];
            for (int client : members) {
                inside[client] = true;
            }
            double noise = 0.0;
            for (int client = 0; client < inside.length; client++) {
                int s = strata.stratum[client];
                if (cells[s] > 0.0) {
                    double share = inside[client] ? 1.0 - share(s) : share(s);
                    noise += share * share * strata.clients.get(client).noise(way, trace);
                }
            }
            return noise;
        }
    }
}
