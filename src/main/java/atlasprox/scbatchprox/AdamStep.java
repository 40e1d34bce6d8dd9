package atlasprox.scbatchprox;

import atlasprox.cells.ClientCells;
import atlasprox.rounds.WholeClientStep;
import atlasprox.sample.CellKeys;
import java.util.List;

/** Local training as published: minibatch epochs of Adam over a client's cells, fresh in every round. */
final class AdamStep implements WholeClientStep<TableMessage, ClientCells, ClientUpdate> {
    private static final long serialVersionUID = 1L;

    private final ScBatchProxSettings settings;
    private final long[] seeds;
    private final Units[] units;

    /**
     * @param settings the settings in force
     * @param batches the clients' names, ascending
     * @param units each client's
     */
    AdamStep(ScBatchProxSettings settings, List<String> batches, List<Units> units) {
        this.settings = settings;
        this.seeds = batches.stream()
                .mapToLong(batch -> CellKeys.seed(settings.seed(), batch))
                .toArray();
        this.units = units.toArray(Units[]::new);
    }

    @Override
    public ClientUpdate answer(TableMessage message, ClientCells cells) {
        int client = cells.client();
        return new LocalTrainer(settings, units[client])
                .train(cells, message.table()[client], seeds[client], message.round());
    }
}
