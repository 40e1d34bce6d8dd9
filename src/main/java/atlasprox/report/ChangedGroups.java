package atlasprox.report;

import atlasprox.math.StandOut;
import atlasprox.metrics.groups.GroupChange;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a correction did to the batches, or to the labels.
 *
 * @param groups how many there are
 * @param shown those that kept the least of their structure, least first
 * @param standing how many of them stand out
 * @param words what to look at, in words; empty where there is no group
 */
record ChangedGroups(int groups, List<GroupChange> shown, int standing, String words) {
    private static final int NAMED = 4;

    /** @param noun {@code batch} or {@code label} */
    static ChangedGroups of(String noun, List<GroupChange> all) {
        List<GroupChange> measured = all.stream()
                .filter(group -> group.preserved() != null)
                .sorted(Comparator.comparingDouble(GroupChange::preserved))
                .toList();
        StandOut rule = measured.isEmpty()
                ? new StandOut(1.0)
                : StandOut.among(measured.stream().map(GroupChange::preserved).toList());
        List<GroupChange> standing = measured.stream()
                .filter(group -> 1.0 - group.preserved() > rule.limit())
                .toList();
        List<GroupChange> shown = all.stream()
                .sorted(Comparator.comparing(
                                GroupChange::preserved, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
                        .thenComparing(
                                Comparator.comparingDouble(GroupChange::moved).reversed()))
                .limit(ReportData.SHOWN)
                .toList();
        return new ChangedGroups(
                all.size(), shown, standing.size(), words(noun, all, measured, standing, rule.middle()));
    }

    private static String words(
            String noun, List<GroupChange> all, List<GroupChange> measured, List<GroupChange> standing, double middle) {
        if (all.isEmpty()) {
            return "";
        }
        GroupChange farthest =
                all.stream().max(Comparator.comparingDouble(GroupChange::moved)).orElseThrow();
        return kept(noun, measured, standing, middle)
                + String.format(
                        Locale.ROOT,
                        "Moved farthest: %s, by %.2f times the spread of cells within their batches.",
                        farthest.name(),
                        farthest.moved());
    }

    private static String kept(String noun, List<GroupChange> measured, List<GroupChange> standing, double middle) {
        if (measured.isEmpty()) {
            return "";
        }
        if (!standing.isEmpty()) {
            String names =
                    standing.stream().limit(NAMED).map(ChangedGroups::told).collect(Collectors.joining(", "));
            String more = standing.size() > NAMED ? " and " + (standing.size() - NAMED) + " more" : "";
            return "Look at " + names + more + "; the middle " + noun + " kept " + percent(middle) + ". ";
        }
        GroupChange least = measured.get(0);
        return measured.size() == 1
                ? least.name() + " kept " + percent(least.preserved()) + " of its structure. "
                : "No " + noun + " stands out: the most changed, " + least.name() + ", kept "
                        + percent(least.preserved()) + " of its structure, the middle one " + percent(middle) + ". ";
    }

    private static String told(GroupChange group) {
        String cells = String.format(Locale.ROOT, "%,d", group.cells()).replace(',', '\u202f');
        return group.name() + " (" + cells + " cells, " + percent(group.preserved()) + " of their structure kept)";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * share);
    }
}
