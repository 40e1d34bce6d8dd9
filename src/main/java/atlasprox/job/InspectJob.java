package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.CensusCheck;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.FitSummaries;
import atlasprox.read.BatchColumn;
import atlasprox.read.CellSource;
import atlasprox.read.EmbeddingColumn;
import atlasprox.read.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;

/** Looks a table over before a run; writes nothing. */
public final class InspectJob {
    private final CellSource source;
    private final BatchRefiner refiner;
    private final RunContext run;

    /**
     * @param source the cells
     * @param refiner the settings of the run in view, with embedding and batch columns set
     * @param run who asked for what
     */
    public InspectJob(CellSource source, BatchRefiner refiner, RunContext run) {
        this.source = source;
        this.refiner = refiner;
        this.run = run;
    }

    /**
     * @return what there is to know
     * @throws BadDataException if the embedding or a batch column is missing or of a wrong type, so that nothing can be counted
     */
    public Inspection run() {
        EmbeddingColumn embedding = refiner.embedding(source.rows().schema());
        BatchColumn batch = refiner.batch(source.rows().schema());
        CellTable cells = new CellTable(source.rows(), embedding, batch);
        run.progress().phase("counting cells", 0);
        Census census = cells.census(cells.dimension(), 0L, 1.0);
        CensusCheck check = new CensusCheck(embedding.name(), batch.names());
        return new Inspection(
                source.inputs(),
                columns(),
                embedding.name(),
                census.dimension(),
                batch.names(),
                run.id().orElse(null),
                census.rows(),
                census.cells(),
                census.fingerprint(),
                invalid(census),
                FitSummaries.sizes(census),
                run.label()
                        .map(label -> LabelConfounding.of(source.rows(), batch, label))
                        .orElse(null),
                memory(census),
                problems(census, check),
                Stream.concat(source.warnings().stream(), check.warnings(census).stream())
                        .toList());
    }

    private Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (StructField field : source.rows().schema().fields()) {
            columns.put(field.name(), field.dataType().simpleString());
        }
        return columns;
    }

    private static Map<String, Long> invalid(Census census) {
        Map<String, Long> invalid = new LinkedHashMap<>();
        census.defects().forEach((defect, count) -> invalid.put(defect.words(), count));
        return invalid;
    }

    private List<String> problems(Census census, CensusCheck check) {
        List<Runnable> checks = new ArrayList<>();
        checks.add(() -> refiner.transformSchema(source.rows().schema()));
        checks.add(() -> check.requireUsable(census, (Boolean) refiner.getOrDefault(refiner.force())));
        if ("fail".equals(refiner.getOrDefault(refiner.onInvalid()))) {
            checks.add(() -> check.requireAllValid(census));
        }
        run.id().ifPresent(id -> checks.add(() -> Identifiers.requireUnique(source.rows(), id)));
        List<String> problems = new ArrayList<>();
        for (Runnable step : checks) {
            try {
                step.run();
            } catch (BadDataException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }

    /** Sums are two pairs of doubles per dimension and batch; an Adam task holds a batch's cells, keys and places. */
    private Inspection.Memory memory(Census census) {
        long sums = 32L * census.dimension() * census.batches().size();
        long largest = census.batches().values().stream()
                .mapToLong(BatchCensus::cells)
                .max()
                .orElse(0L);
        boolean adam = "scbatchprox".equals(refiner.getOrDefault(refiner.method()))
                && "adam".equals(refiner.getOrDefault(refiner.solver()));
        long cells = adam ? largest * (4L * census.dimension() + 48L) : 0L;
        return new Inspection.Memory(3L * sums, sums + cells);
    }
}
