package atlasprox.aligned.round;

import atlasprox.aligned.settings.Covariates;
import atlasprox.math.Vectors;
import java.io.Serializable;

/**
 * The base shifts in force: each client's start, fixed before the first round, and what the rounds have found since for each level of
 * each batch column.
 *
 * @param start B x d displacements of the clients before the first round
 * @param levels column x level x d shifts h, which are taken off
 */
public record BaseShifts(double[][] start, double[][][] levels) implements Serializable {

    public static BaseShifts beginning(double[][] start, Covariates covariates) {
        double[][][] levels = new double[covariates.columns()][][];
        for (int v = 0; v < levels.length; v++) {
            levels[v] = new double[covariates.strength()[v].length][start[0].length];
        }
        return new BaseShifts(start, levels);
    }

    /** The displacement of a client's cells that have no group of their own: its start less its levels' shifts. */
    double[] displacement(int client, Covariates covariates) {
        double[] displacement = start[client].clone();
        for (int v = 0; v < levels.length; v++) {
            displacement = Vectors.minus(displacement, levels[v][covariates.level()[v][client]]);
        }
        return displacement;
    }
}
