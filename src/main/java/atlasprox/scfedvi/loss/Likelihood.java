package atlasprox.scfedvi.loss;

/** How counts are distributed about their mean. */
public enum Likelihood {
    /** Zero-inflated negative binomial: a count is lost altogether with a probability of its own. */
    ZINB,
    /** Negative binomial. */
    NB;

    /** @return whether it has a logit of zero inflation for each gene of a cell */
    public boolean inflatesZeros() {
        return this == ZINB;
    }
}
