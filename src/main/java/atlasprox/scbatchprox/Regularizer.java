package atlasprox.scbatchprox;

/** What the weight lambda pulls a client's adapter toward. */
public enum Regularizer {
    /** The published term lambda (|gamma|^2 + |beta|^2), which pulls the scale toward 0. */
    L2(0.0),
    /** The identity-preserving term lambda (|gamma - 1|^2 + |beta|^2), under which the start is the minimum. */
    IDENTITY(1.0);

    private final double scaleTarget;

    Regularizer(double scaleTarget) {
        this.scaleTarget = scaleTarget;
    }

    /** @return the scale gamma that the term pulls toward; the offset's target is 0 in both cases */
    public double scaleTarget() {
        return scaleTarget;
    }
}
