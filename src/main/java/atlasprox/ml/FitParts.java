package atlasprox.ml;

import atlasprox.aligned.settings.Parts;
import atlasprox.cells.Census;
import atlasprox.ml.params.RefinerParams;
import atlasprox.read.table.PartNames;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/** The parts of the batches of a fit: by labels that guide, and by values that are preserved. */
final class FitParts {
    private FitParts() {}

    /**
     * @param params the settings of the fit
     * @param schema of the table
     * @param guided whether labels have a part in it
     * @return the name of the part of a batch that a cell is of, where batches come in parts
     */
    static Optional<Column> column(RefinerParams params, StructType schema, boolean guided) {
        Optional<Column> label = guided ? params.guide(schema) : Optional.empty();
        Optional<Column> value = params.preserve(schema);
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
     * @return which part of which batch each client is, in the order of the census's clients
     */
    static Parts of(Census census) {
        List<PartNames.Part> parts =
                census.clients().stream().map(PartNames::part).toList();
        int[] label = numbers(parts, PartNames.Part::label);
        return new Parts(
                numbers(parts, part -> Optional.of(part.batch())),
                label,
                numbers(parts, part -> Optional.of(part.value())));
    }

    private static int[] numbers(
            List<PartNames.Part> parts, Function<PartNames.Part, Optional<String>> name) {
        List<String> names =
                parts.stream().map(name).flatMap(Optional::stream).distinct().sorted().toList();
        return parts.stream()
                .map(name)
                .mapToInt(of -> of.map(text -> Collections.binarySearch(names, text)).orElse(Parts.UNLABELLED))
                .toArray();
    }
}
