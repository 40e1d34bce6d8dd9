package atlasprox.synth;

import java.util.Locale;

/** Which conditions a batch holds. */
public enum ConditionDesign {
    /** All of them, in equal shares by chance. */
    CROSSED,
    /** One: batch b that of number b modulo the number of conditions. */
    NESTED;

    /** The name as the command line has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
