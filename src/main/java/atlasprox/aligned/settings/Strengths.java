package atlasprox.aligned.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How strongly to correct which batch column, or which of its levels, as a user writes it: {@code column=number} or {@code
 * column:level=number}. What is not named has strength 1.
 */
public final class Strengths {
    private final List<String> columns;
    private final Map<String, Double> ofColumns = new HashMap<>();
    private final Map<String, Map<String, Double>> ofLevels = new HashMap<>();

    /**
     * @param columns the batch columns' names
     * @param entries what the user wrote
     * @throws IllegalArgumentException if an entry names no batch column, or its number is not from 0 to 1
     */
    public Strengths(List<String> columns, List<String> entries) {
        this.columns = List.copyOf(columns);
        entries.forEach(this::add);
    }

    /**
     * @param column a batch column's number
     * @param levels all its levels
     * @return a strength for each
     * @throws IllegalArgumentException if an entry names a level that is none of them
     */
    public double[] of(int column, List<String> levels) {
        String name = columns.get(column);
        Map<String, Double> named = ofLevels.getOrDefault(name, Map.of());
        for (String level : named.keySet()) {
            if (!levels.contains(level)) {
                throw new IllegalArgumentException(
                        "the strength of '" + name + ":" + level + "' is given, but no cell has '" + level
                                + "' in the batch column '" + name + "'; it has " + some(levels));
            }
        }
        double plain = ofColumns.getOrDefault(name, 1.0);
        return levels.stream()
                .mapToDouble(level -> named.getOrDefault(level, plain))
                .toArray();
    }

    /**
     * @param entry what a user wrote
     * @return whether it is a target and a number from 0 to 1
     */
    public static boolean isStrength(String entry) {
        int equals = entry.lastIndexOf('=');
        double number = equals < 0 ? Double.NaN : number(entry.substring(equals + 1));
        return number >= 0.0 && number <= 1.0;
    }

    private void add(String entry) {
        if (!isStrength(entry)) {
            throw new IllegalArgumentException("the strength '" + entry
                    + "' is not allowed; write column=number or column:level=number, the number from 0 to 1");
        }
        int equals = entry.lastIndexOf('=');
        double strength = number(entry.substring(equals + 1));
        String target = entry.substring(0, equals);
        if (columns.contains(target)) {
            ofColumns.put(target, strength);
            return;
        }
        String column = columns.stream()
                .filter(name -> target.startsWith(name + ":"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the strength '" + entry + "' names no batch column; the batch columns are " + some(columns)));
        ofLevels.computeIfAbsent(column, unused -> new HashMap<>())
                .put(target.substring(column.length() + 1), strength);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(20, names.size())));
        return names.size() > 20 ? shown + ", ... (" + names.size() + " in all)" : shown;
    }
}
