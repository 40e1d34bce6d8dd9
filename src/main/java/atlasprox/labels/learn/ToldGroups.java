package atlasprox.labels.learn;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/** Which groups of the cells of each client are told of. */
final class ToldGroups implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean all;
    private final Map<String, Set<LabelGroup>> told;

    private ToldGroups(boolean all, Map<String, Set<LabelGroup>> told) {
        this.all = all;
        this.told = told;
    }

    /** Every group. */
    static ToldGroups all() {
        return new ToldGroups(true, Map.of());
    }

    static ToldGroups of(Map<String, Set<LabelGroup>> told) {
        return new ToldGroups(false, told);
    }

    boolean isAll() {
        return all;
    }

    boolean has(String client, LabelGroup group) {
        return all || told.getOrDefault(client, Set.of()).contains(group);
    }
}
