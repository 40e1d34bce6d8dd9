package atlasprox.labels.learn;

import atlasprox.labels.Calibration;
import atlasprox.labels.Discriminant;
import atlasprox.labels.LabelScores;
import java.util.HashMap;
import java.util.Map;

/** Holds labelled cells against what the other parts of the batches tell of their labels. */
final class CalibrationPass {
    private final Discriminant[] others;
    private final LabelScores[] room;
    private final double[][] posterior;
    private final Map<String, Calibration> found = new HashMap<>();

    /** @param others for each part how cells are told apart by all others; null where these have no label */
    CalibrationPass(Discriminant[] others) {
        this.others = others;
        this.room = new LabelScores[others.length];
        this.posterior = new double[others.length][];
    }

    /**
     * @param batch what the cell is counted by
     * @param fold the part that the cell is of
     * @param label its label; null where it has none
     * @param cell d corrected coordinates, about the model's centre
     * @param forTemperature whether it is one of those that the temperature is learned from
     */
    void add(String batch, int fold, String label, double[] cell, boolean forTemperature) {
        int number = label == null || others[fold] == null ? -1 : others[fold].number(label);
        if (number < 0) {
            return; // Others cannot tell a label that they lack.
        }
        if (room[fold] == null) {
            room[fold] = others[fold].room();
            posterior[fold] = new double[others[fold].labels().length];
        }
        Calibration of = found.computeIfAbsent(batch, unused -> new Calibration());
        if (forTemperature) {
            others[fold].score(cell, room[fold]);
            of.addDistance(label, room[fold].square(number));
            of.addErrors(room[fold], number, posterior[fold]);
        } else {
            of.addDistance(label, others[fold].square(cell, number, room[fold]));
        }
    }

    /** By what cells are counted by. */
    Map<String, Calibration> found() {
        return found;
    }
}
