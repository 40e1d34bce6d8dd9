package atlasprox.cells;

import atlasprox.Shown;
import atlasprox.read.table.BatchColumn;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of batches that are seldom meant: those that pandas and R write for a missing value, and those that look alike. */
final class BatchNames {
    /** In lower case, without blanks around. */
    private static final Set<String> MISSING =
            Set.of("", "nan", "-nan", "na", "<na>", "n/a", "#n/a", "#na", "nat", "none", "null");

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private static final int SHOWN = 5;

    private BatchNames() {}

    /**
     * @param cells the usable cells of each batch
     * @param columns the names of the batch columns
     * @return what their owner should know, one or two sentences for each column at most
     */
    static List<String> warnings(Map<String, Long> cells, List<String> columns) {
        List<SortedMap<String, Long>> values = new ArrayList<>();
        columns.forEach(column -> values.add(new TreeMap<>()));
        cells.forEach((batch, count) -> {
            List<String> parts = BatchColumn.values(batch, columns.size());
            for (int i = 0; i < columns.size(); i++) {
                values.get(i).merge(parts.get(i), count, Long::sum);
            }
        });
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = Shown.name(columns.get(i));
            missing(column, values.get(i), warnings);
            alike(column, values.get(i), warnings);
        }
        return warnings;
    }

    private static void missing(String column, SortedMap<String, Long> values, List<String> warnings) {
        List<String> names = values.keySet().stream()
                .filter(name -> MISSING.contains(likeness(name)))
                .toList();
        if (!names.isEmpty()) {
            warnings.add("Column " + column + " names batches by what others write for a missing value: "
                    + listed(names, values, ", ")
                    + "; they are batches like any other. Leave the value out (null) where a cell has no batch.");
        }
    }

    private static void alike(String column, SortedMap<String, Long> values, List<String> warnings) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        values.keySet().forEach(name -> groups.computeIfAbsent(likeness(name), unused -> new ArrayList<>())
                .add(name));
        List<List<String>> several =
                groups.values().stream().filter(names -> names.size() > 1).toList();
        if (!several.isEmpty()) {
            String shown = several.stream()
                    .limit(SHOWN)
                    .map(names -> listed(names, values, " and "))
                    .collect(Collectors.joining("; "));
            int more = several.size() - SHOWN;
            warnings.add(
                    "Column " + column + " has batches whose names differ in blanks, case or the form of letters only: "
                            + shown + (more > 0 ? "; and " + more + " more such groups" : "")
                            + ". They are different batches; give them one name if they are one.");
        }
    }

    private static String listed(List<String> names, Map<String, Long> cells, String between) {
        int more = names.size() - SHOWN;
        return names.stream()
                        .limit(SHOWN)
                        .map(name -> Shown.exactly(name) + " (" + cells.get(name)
                                + (cells.get(name) == 1 ? " cell)" : " cells)"))
                        .collect(Collectors.joining(between))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** @return the same for names that a reader takes for the same */
    private static String likeness(String name) {
        String letters = INVISIBLE
                .matcher(Normalizer.normalize(name, Normalizer.Form.NFKC))
                .replaceAll("");
        return BLANKS.matcher(letters).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}
