package atlasprox.aligned.model;

import atlasprox.math.Centre;
import atlasprox.rounds.Correction;
import java.util.List;

/**
 * Experts for cells about a centre. A cell z is corrected as the mixture corrects z - c, and what it is moved by is a function of z - c: a
 * constant that is added to all cells, and so to their centre, is added to the corrected cells, and nothing else changes.
 *
 * @param centre the centre c
 * @param mixture the experts
 */
public record CentredMixture(Centre centre, FilmMixture mixture) implements Correction {

    @Override
    public int dimension() {
        return mixture.dimension();
    }

    @Override
    public List<String> batches() {
        return mixture.batches();
    }

    @Override
    public void correct(int client, double[] cell) {
        double[] about = centre.about(cell);
        double[] corrected = new double[cell.length];
        mixture.correct(client, about, corrected, new Assignment(mixture.prototypes(client).length));
        centre.move(corrected, about, cell);
    }

    /**
     * @param other experts of other batches, for cells about the same centre
     * @return the experts of both
     */
    public CentredMixture with(CentredMixture other) {
        return new CentredMixture(centre, mixture.with(other.mixture));
    }
}
