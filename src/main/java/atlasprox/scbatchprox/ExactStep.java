package atlasprox.scbatchprox;

import atlasprox.rounds.WholeClientStep;

/**
 * Exact local training: the minimiser of a client's quadratic objective, in closed form.
 *
 * @param objective the local objective
 */
record ExactStep(LocalObjective objective) implements WholeClientStep<TableMessage, ClientMoments, ClientUpdate> {

    @Override
    public ClientUpdate answer(TableMessage message, ClientMoments client) {
        Adapter anchor = message.table()[client.client()];
        Adapter row = objective.minimiser(client.mean(), client.meanSquare(), anchor);
        double loss = objective.value(client.mean(), client.meanSquare(), row, anchor);
        return new ClientUpdate(client.cells(), 0L, row, loss);
    }
}
