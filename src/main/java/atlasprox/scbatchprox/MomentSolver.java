package atlasprox.scbatchprox;

import atlasprox.math.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Exact local training from each client's moments: the minimiser of its quadratic objective, in closed form. */
final class MomentSolver implements FederatedRounds.LocalStep {
    private final LocalObjective objective;
    private final List<Moments> moments;
    private final double[][] mean;
    private final double[][] meanSquare;

    MomentSolver(LocalObjective objective, List<Units> units, List<Moments> moments) {
        this.objective = objective;
        this.moments = moments;
        this.mean = each(moments, client -> units.get(client).mean(moments.get(client)));
        this.meanSquare = each(moments, client -> units.get(client).meanSquare(moments.get(client)));
    }

    private static double[][] each(List<Moments> moments, IntFunction<double[]> figures) {
        return IntStream.range(0, moments.size()).mapToObj(figures).toArray(double[][]::new);
    }

    @Override
    public List<ClientUpdate> run(Adapter[] table, int round) {
        List<ClientUpdate> updates = new ArrayList<>();
        for (int b = 0; b < table.length; b++) {
            if (moments.get(b).count() > 0) {
                updates.add(update(b, table[b]));
            }
        }
        return updates;
    }

    @Override
    public long cellsVisited() {
        return 0L;
    }

    private ClientUpdate update(int client, Adapter anchor) {
        Adapter row = objective.minimiser(mean[client], meanSquare[client], anchor);
        double loss = objective.value(mean[client], meanSquare[client], row, anchor);
        return new ClientUpdate(client, moments.get(client).count(), row, loss);
    }
}
