package atlasprox.aligned;

import atlasprox.aligned.model.ClientSums;
import atlasprox.cells.CellBlock;
import atlasprox.math.Centre;
import atlasprox.math.Frame;
import atlasprox.math.Moments;
import atlasprox.rounds.ClientStep;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What clients do in a round, of a fit or of an extension: one pass over their cells, which they sum up. */
final class SumStep implements ClientStep<AlignedMessage, CellBlock, ClientSums> {
    private static final long serialVersionUID = 1L;

    private final Frame[] frames;
    private final int minCells;

    /**
     * @param clients the moments of all cells of each client
     * @param centre the centre that the cells come about
     * @param minCells the least number of cells behind a group that a client tells of
     */
    SumStep(List<Moments> clients, Centre centre, int minCells) {
        this.minCells = minCells;
        this.frames = clients.stream().map(client -> Frame.of(client, centre)).toArray(Frame[]::new);
    }

    @Override
    public Map<Integer, ClientSums> run(AlignedMessage message, Iterator<CellBlock> cells) {
        ClientSums.Visitor visitor = new ClientSums.Visitor(message.mixture(), message.huber());
        Map<Integer, ClientSums> sums = new TreeMap<>();
        while (cells.hasNext()) {
            CellBlock block = cells.next();
            ClientSums client = sums.computeIfAbsent(block.client(), b -> none(message, b));
            for (int row = 0; row < block.size(); row++) {
                visitor.visit(block.client(), block.values(), row * block.dimension(), client);
            }
        }
        return sums;
    }

    private ClientSums none(AlignedMessage message, int client) {
        return new ClientSums(message.mixture().prototypes(client).length, frames[client]);
    }

    @Override
    public ClientSums merge(ClientSums one, ClientSums other) {
        return one.merge(other);
    }

    @Override
    public ClientSums told(ClientSums all) {
        return all.told(minCells);
    }
}
