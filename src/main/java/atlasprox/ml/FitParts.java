package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.Parts;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.BatchCount;
import atlasprox.cells.Census;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.StratumColumns;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.PartNames;
import atlasprox.results.Inspection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** The parts of the batches of a fit: by labels that guide, and by values that are preserved. */
public final class FitParts {
    private static final int NAMED = 5;

    private FitParts() {}

    /**
     * @param params the settings of the fit
     * @param schema of the table
     * @param guided whether labels have a part in it
     * @return the name of the part of a batch that a cell is of, where batches come in parts
     */
    static Optional<Column> column(RefinerParams params, StructType schema, boolean guided) {
        StratumColumns columns = new StratumColumns(params);
        return column(params, schema, guided ? columns.labels(schema) : Optional.empty(), columns.values(schema));
    }

    /** The same of a table that may lack the columns: by those that it has. */
    static Optional<Column> columnOf(RefinerParams params, StructType schema) {
        StratumColumns columns = new StratumColumns(params);
        return column(params, schema, there(columns.guide(), schema), there(columns.preserve(), schema));
    }

    private static Optional<Column> there(Optional<String> column, StructType schema) {
        return column.filter(name -> ColumnNames.has(schema, name)).map(name -> BatchColumn.text(schema, name));
    }

    private static Optional<Column> column(
            RefinerParams params, StructType schema, Optional<Column> label, Optional<Column> value) {
        return label.isEmpty() && value.isEmpty()
                ? Optional.empty()
                : Optional.of(PartNames.of(params.batch(schema).name(), label, value));
    }

    /**
     * @param census of parts of batches
     * @return the same by batches
     */
    static Census ofBatches(Census census) {
        return census.ofBatches(name -> PartNames.part(name).batch());
    }

    /**
     * @param census of parts of batches
     * @param guided whether labels guide
     * @return which part of which batch each client is, in the order of the census's clients
     */
    static Parts of(Census census, boolean guided) {
        List<PartNames.Part> parts =
                census.clients().stream().map(PartNames::part).toList();
        int[] label = numbers(parts, PartNames.Part::label);
        return new Parts(
                numbers(parts, part -> Optional.of(part.batch())),
                label,
                numbers(parts, part -> Optional.of(part.value())),
                guided);
    }

    /** The values to preserve of a census of parts, in the order of their numbers. */
    private static List<String> values(Census census) {
        return census.clients().stream()
                .map(name -> PartNames.part(name).value())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * @param references one for each value of the table's, in the order of their numbers
     * @param refiner the settings of the fit
     * @param table the table
     * @return the same by the values' names; none where no values are preserved
     */
    static SortedMap<String, Reference> named(List<Reference> references, BatchRefiner refiner, FitCensus table) {
        SortedMap<String, Reference> named = new TreeMap<>();
        if (new StratumColumns(refiner).preserve().isPresent()) {
            List<String> values = values(table.clients());
            IntStream.range(0, references.size()).forEach(i -> named.put(values.get(i), references.get(i)));
        }
        return named;
    }

    /**
     * @param table arriving cells
     * @param known the values that a model has preserved
     * @param column the column of these
     * @return the parts of the table, values numbered as in the model
     * @throws BadDataException if the table has a value that the model does not know
     */
    static Parts arriving(FitTable table, SortedMap<String, Reference> known, String column) {
        List<String> names = List.copyOf(known.keySet());
        Map<String, Long> unknown = new TreeMap<>();
        int[] value = new int[table.parts().value().length];
        for (int client = 0; client < value.length; client++) {
            String name = PartNames.part(table.clients().clients().get(client)).value();
            value[client] = names.indexOf(name);
            if (value[client] < 0) {
                unknown.merge(name, table.clients().ofClients().get(client).cells(), Long::sum);
            }
        }
        if (!unknown.isEmpty()) {
            throw new BadDataException("the model has cells of no such value of '" + column
                    + "' to hold new batches against: "
                    + unknown.entrySet().stream()
                            .limit(NAMED)
                            .map(entry -> Shown.name(entry.getKey()) + " (" + entry.getValue() + " cells)")
                            .collect(Collectors.joining(", "))
                    + "; it has " + names.stream().limit(NAMED).map(Shown::name).collect(Collectors.joining(", "))
                    + (names.size() > NAMED ? ", ..." : "")
                    + ": fit it again with cells of that value, or leave these out");
        }
        return new Parts(table.parts().batch(), table.parts().label(), value, false);
    }

    private static int[] numbers(List<PartNames.Part> parts, Function<PartNames.Part, Optional<String>> name) {
        List<String> names = parts.stream()
                .map(name)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
        return parts.stream()
                .map(name)
                .mapToInt(of ->
                        of.map(text -> Collections.binarySearch(names, text)).orElse(Parts.UNLABELLED))
                .toArray();
    }

    /**
     * @param refiner the settings of a fit
     * @param table what it knows of the table
     * @return how the values to preserve are spread over the batches; empty where none are
     */
    public static Optional<Inspection.Preserved> preserved(BatchRefiner refiner, FitCensus table) {
        return new StratumColumns(refiner).preserve().map(column -> {
            Map<String, List<Integer>> batches = new TreeMap<>();
            Map<String, Long> cells = new TreeMap<>();
            List<String> clients = table.clients().clients();
            for (int client = 0; client < clients.size(); client++) {
                String value = PartNames.part(clients.get(client)).value();
                batches.computeIfAbsent(value, unused -> new ArrayList<>())
                        .add(table.parts().batch()[client]);
                cells.merge(value, table.clients().ofClients().get(client).cells(), Long::sum);
            }
            return new Inspection.Preserved(
                    column,
                    batches.entrySet().stream()
                            .map(value -> new Inspection.Value(value.getKey(), cells.get(value.getKey()), (int)
                                    value.getValue().stream().distinct().count()))
                            .toList(),
                    (int) Arrays.stream(table.parts().ofBatches())
                            .filter(parts -> valuesOf(parts, table.parts()) == 1)
                            .count(),
                    sharingValues(table.parts()).size());
        });
    }

    private static long valuesOf(int[] clients, Parts parts) {
        return Arrays.stream(clients)
                .map(client -> parts.value()[client])
                .distinct()
                .count();
    }

    private static List<List<Integer>> sharingValues(Parts parts) {
        return parts.sharing(client -> parts.value()[client]);
    }

    /**
     * @param refiner the settings of a fit
     * @param table what it knows of the table
     * @return what labels and values leave apart, one sentence each
     */
    public static List<String> warnings(BatchRefiner refiner, FitCensus table) {
        List<String> warnings = new ArrayList<>();
        StratumColumns columns = new StratumColumns(refiner);
        columns.preserve().ifPresent(column -> preserved(column, table, warnings));
        columns.guide().ifPresent(column -> guided(column, table, warnings));
        small((Integer) refiner.getOrDefault(refiner.minCells()), table, warnings);
        return warnings;
    }

    private static void preserved(String column, FitCensus table, List<String> warnings) {
        int values = table.parts().values();
        List<List<Integer>> groups = sharingValues(table.parts());
        if (values == 1) {
            warnings.add("Column " + Shown.name(column) + " has a single value: there is no difference to preserve.");
        } else if (groups.size() == table.parts().batches()) {
            warnings.add("No two batches share a value of " + Shown.name(column)
                    + ": batch and value cannot be told apart, and nothing is corrected.");
        } else if (groups.size() > 1) {
            warnings.add(
                    "The batches are in " + groups.size() + " groups that share no value of " + Shown.name(column)
                            + " with each other: what all batches of a group have in common cannot be told from the value, and stays.");
        }
    }

    /** @throws BadDataException if labels are to guide, and no usable cell has one, or labels or values look like identifiers */
    public static void requireLabels(BatchRefiner refiner, FitCensus table) {
        requireNoIdentifiers(table);
        new StratumColumns(refiner).guide().ifPresent(column -> {
            if (Arrays.stream(table.parts().label()).allMatch(label -> label == Parts.UNLABELLED)) {
                throw new BadDataException("no usable cell has a label in column '" + column
                        + "'; choose another --guide, or leave it out");
            }
        });
    }

    /** @throws BadDataException if labels or values look like identifiers */
    static void requireNoIdentifiers(FitCensus table) {
        List<String> clients = table.clients().clients();
        if (table.isInParts() && clients.size() > table.batches().clients().size()) {
            table.check()
                    .noIdentifiersAsLabels()
                    .require(
                            new BatchCount(clients.size(), true, table.clients().cells(), List.of()));
        }
    }

    private static void guided(String column, FitCensus table, List<String> warnings) {
        Parts parts = table.parts();
        List<List<Integer>> groups = parts.sharing(client -> parts.label()[client]);
        if (groups.size() > 1) {
            int largest = groups.stream().mapToInt(List::size).max().orElseThrow();
            List<String> apart = groups.stream()
                    .filter(group -> group.size() < largest)
                    .flatMap(List::stream)
                    .map(table.batches().clients()::get)
                    .map(Shown::name)
                    .toList();
            warnings.add("The labels of " + Shown.name(column) + " leave the batches in " + groups.size()
                    + " groups that share none: by their labels nothing is corrected between them"
                    + (apart.isEmpty()
                            ? ""
                            : " (" + apart.stream().limit(NAMED).collect(Collectors.joining(", "))
                                    + (apart.size() > NAMED ? ", ..." : "") + " stand apart)")
                    + ".");
        }
    }

    private static void small(int minCells, FitCensus table, List<String> warnings) {
        long[] small = table.clients().ofClients().stream()
                .mapToLong(BatchCensus::cells)
                .filter(cells -> cells < minCells)
                .toArray();
        if (table.isInParts() && small.length > 0) {
            warnings.add(small.length + " of " + table.parts().batch().length
                    + " parts of batches, by their labels and values, have fewer than " + minCells + " cells ("
                    + Arrays.stream(small).sum() + " cells in all) and tell nothing (--min-cells).");
        }
    }
}
