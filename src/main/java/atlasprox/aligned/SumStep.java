package atlasprox.aligned;

import atlasprox.aligned.model.ClientSums;
import atlasprox.aligned.round.ExpertSolver;
import atlasprox.cells.CellBlock;
import atlasprox.math.Centre;
import atlasprox.math.Frame;
import atlasprox.math.Moments;
import atlasprox.rounds.ClientStep;
import atlasprox.rounds.Turn;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What clients do in a round, of a fit or of an extension: one pass over their cells, which they sum up. */
final class SumStep implements ClientStep<AlignedMessage, CellBlock, ClientSums> {
    private static final long serialVersionUID = 1L;

    /** A group that is absent without any doubt by rounding takes no room. */
    private static final double CLEARLY = 0.5;

    private final Frame[] frames;
    private final int minCells;
    private final double least;

    /**
     * @param clients the moments of all cells of each client
     * @param centre the centre that the cells come about
     * @param minCells the least number of cells behind a group that a client tells of
     * @param pressed whether the objective is to tell of the diversity pressure, in which the smallest groups have a say, too
     */
    SumStep(List<Moments> clients, Centre centre, int minCells, boolean pressed) {
        this(
                clients.stream().map(client -> Frame.of(client, centre)).toArray(Frame[]::new),
                minCells,
                pressed ? 0.0 : CLEARLY * ExpertSolver.ABSENT);
    }

    private SumStep(Frame[] frames, int minCells, double least) {
        this.frames = frames;
        this.minCells = minCells;
        this.least = least;
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
        return all.told(minCells).withoutLessThan(least);
    }

    @Override
    public AlignedMessage part(AlignedMessage message, Turn turn) {
        return message.of(turn);
    }

    @Override
    public SumStep of(Turn turn) {
        Frame[] some = new Frame[frames.length];
        Arrays.setAll(some, client -> turn.has(client) ? frames[client] : null);
        return new SumStep(some, minCells, least);
    }
}
