package atlasprox.labels;

/** Holds labelled cells against what the other parts of the batches tell of their labels. */
final class CalibrationPass {
    private final Discriminant[] others;
    private final LabelScores[] room;
    private final double[][] posterior;
    private final Calibration found = new Calibration();

    /** @param others for each part how cells are told apart by all others; null where these have no label */
    CalibrationPass(Discriminant[] others) {
        this.others = others;
        this.room = new LabelScores[others.length];
        this.posterior = new double[others.length][];
    }

    /**
     * @param fold the part that the cell is of
     * @param label its label; null where it has none
     * @param cell d corrected coordinates, about the model's centre
     * @param forTemperature whether it is one of those that the temperature is learned from
     */
    void add(int fold, String label, double[] cell, boolean forTemperature) {
        int number = label == null || others[fold] == null ? -1 : others[fold].number(label);
        if (number < 0) {
            return; // Others cannot tell a label that they lack.
        }
        if (room[fold] == null) {
            room[fold] = others[fold].room();
            posterior[fold] = new double[others[fold].labels().length];
        }
        if (forTemperature) {
            others[fold].score(cell, room[fold]);
            found.addDistance(label, room[fold].square(number));
            found.addErrors(room[fold], number, posterior[fold]);
        } else {
            found.addDistance(label, others[fold].square(cell, number, room[fold]));
        }
    }

    Calibration found() {
        return found;
    }
}
