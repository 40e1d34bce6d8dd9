package atlasprox.job;

import atlasprox.BadDataException;
import atlasprox.cells.Census;
import atlasprox.cells.CensusCheck;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.FitEffects;
import atlasprox.ml.FitParts;
import atlasprox.ml.FitSummaries;
import atlasprox.ml.FitTable;
import atlasprox.ml.MemoryEstimate;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.read.table.Identifiers;
import atlasprox.results.BatchEffect;
import atlasprox.results.Inspection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.types.StructField;

/** Looks a table over before a run; writes nothing. */
public final class InspectJob {
    private static final double GIBIBYTE = 1L << 30;

    /** A heap needs room for garbage beside what is alive. */
    private static final double ROOM = 1.25;

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
     * @throws BadDataException if the embedding or a batch column is missing or of a wrong type, or batch or label look like identifiers
     *     and have more values than can be held, so that nothing can be counted
     */
    public Inspection run() {
        EmbeddingColumn embedding = refiner.embedding(source.rows().schema());
        BatchColumn batch = refiner.batch(source.rows().schema());
        run.progress().phase("counting cells", 0);
        FitTable table = FitTable.of(refiner, source.rows());
        CensusCheck check = table.cells().check();
        Census census = table.batches();
        int minCells = (Integer) refiner.getOrDefault(refiner.minCells());
        Optional<Inspection.Confounding> confounding =
                run.label().map(label -> new LabelConfounding(source.rows(), batch, label).found());
        Inspection.Memory memory = memory(table, confounding.map(Inspection.Confounding::labels));
        List<String> warnings = new ArrayList<>(source.warnings());
        warnings.addAll(check.warnings(census, minCells));
        warnings.addAll(FitParts.warnings(refiner, table.census()));
        boolean aligned = "aligned".equals(refiner.getOrDefault(refiner.method()));
        warningOfMemory(memory, aligned).ifPresent(warnings::add);
        List<String> problems = problems(table, check);
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
                confounding.orElse(null),
                FitParts.preserved(refiner, table.census()).orElse(null),
                problems.isEmpty() && aligned ? effects(table) : null,
                memory,
                problems,
                warnings);
    }

    private List<BatchEffect> effects(FitTable table) {
        run.progress().phase("looking whether batches differ", 0);
        return FitEffects.of(refiner, table);
    }

    private boolean force() {
        return (Boolean) refiner.getOrDefault(refiner.force());
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

    private List<String> problems(FitTable table, CensusCheck check) {
        Census census = table.batches();
        List<Runnable> checks = new ArrayList<>();
        checks.add(() -> refiner.transformSchema(source.rows().schema()));
        checks.add(() -> check.requireUsable(census, force()));
        if ("fail".equals(refiner.getOrDefault(refiner.onInvalid()))) {
            checks.add(() -> check.requireAllValid(census));
        }
        checks.add(() -> FitEffects.requireKnownLevels(refiner, census));
        checks.add(() -> FitParts.requireLabels(refiner, table.census()));
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

    private Inspection.Memory memory(FitTable table, Optional<Integer> labels) {
        MemoryEstimate fit = MemoryEstimate.of(refiner, table);
        MemoryEstimate estimate =
                labels.map(count -> fit.withLabels(refiner, table, count)).orElse(fit);
        SparkContext context = source.rows().sparkSession().sparkContext();
        int tasks = context.defaultParallelism();
        return new Inspection.Memory(
                estimate.driver(),
                estimate.executor(),
                estimate.largestTask(),
                estimate.cells(),
                estimate.labels(),
                tasks,
                context.isLocal() ? estimate.together(tasks) : estimate.driver(),
                Runtime.getRuntime().maxMemory());
    }

    static Optional<String> warningOfMemory(Inspection.Memory memory, boolean aligned) {
        return memory.here() <= memory.heap()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "A run may take %.1f GiB in this JVM, whose heap is %.1f GiB: give it %d GiB (ATLASPROX_HEAP=%dg for "
                                + "submit/local.sh, --driver-memory %dg for spark-submit)%s.",
                        memory.here() / GIBIBYTE,
                        memory.heap() / GIBIBYTE,
                        advised(memory),
                        advised(memory),
                        advised(memory),
                        aligned ? ", or lower --prototypes" : ""));
    }

    private static long advised(Inspection.Memory memory) {
        return (long) Math.ceil(ROOM * memory.here() / GIBIBYTE);
    }
}
