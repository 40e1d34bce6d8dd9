package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.Shown;
import atlasprox.aligned.AlignedFit;
import atlasprox.aligned.References;
import atlasprox.aligned.SparkAlignedExtension;
import atlasprox.aligned.model.CentredMixture;
import atlasprox.aligned.model.Reference;
import atlasprox.aligned.settings.Parts;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.CensusCheck;
import atlasprox.ml.persist.Learned;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.results.FitSummary;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.scbatchprox.FilmTable;
import atlasprox.scbatchprox.ScBatchProxFit;
import atlasprox.scbatchprox.ScBatchProxServer;
import atlasprox.scbatchprox.SparkScBatchProxClients;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds batches to a fitted model. What the model knew stays as it is, so cells that it corrected are corrected alike. */
final class ModelExtension {
    private static final int SHOWN = 10;

    private final BatchRefinerModel model;
    private final boolean growReference;
    private final RoundListener listener;

    ModelExtension(BatchRefinerModel model, boolean growReference, RoundListener listener) {
        this.model = model;
        this.growReference = growReference;
        this.listener = listener;
    }

    private record Fitted(Learned learned, List<RoundTrace> trace, long[] cells, List<String> warnings) {}

    BatchRefinerModel run(Dataset<Row> arriving) {
        long start = System.nanoTime();
        model.transformSchema(arriving.schema());
        EmbeddingColumn embedding = model.embedding(arriving.schema());
        CellTable cells = FitTable.cells(model, arriving, false);
        return cells.kept(() -> run(cells, embedding, start));
    }

    private BatchRefinerModel run(CellTable cells, EmbeddingColumn embedding, long start) {
        int dimension = cells.dimension();
        model.requireDimension(embedding, dimension);
        FitTable table = FitTable.of(model, cells, dimension, false);
        Census census = table.batches();
        CensusCheck check = cells.check();
        check.requireUsable(census, true);
        if ("fail".equals(model.getOrDefault(model.onInvalid()))) {
            check.requireAllValid(census);
        }
        requireUnknown(census);
        List<String> warnings = new ArrayList<>(check.warnings(census, (Integer) model.getOrDefault(model.minCells())));
        if (model.getOrDefault(model.strength()).length > 0) {
            warnings.add(
                    "The model's strengths are those of the batches that it was fitted on; the new ones are corrected in full.");
        }
        Fitted fitted = fit(table);
        warnings.addAll(fitted.warnings());
        warnings.addAll(FitWarnings.of(census.clients(), fitted.trace()));
        FitSummary summary = FitSummaries.of(
                model.getOrDefault(model.method()), census, fitted.cells(), fitted.trace(), null, warnings, start);
        Learned next = fitted.learned().withHeads(model.learned().heads());
        return model.extended(next, summary, growReference);
    }

    private void requireUnknown(Census census) {
        List<String> known = census.clients().stream()
                .filter(batch -> model.correction().client(batch) >= 0)
                .toList();
        if (!known.isEmpty()) {
            String names = known.stream()
                    .limit(SHOWN)
                    .map(name ->
                            Shown.name(name) + " (" + census.batches().get(name).cells() + " cells)")
                    .collect(Collectors.joining(", "));
            throw new BadDataException("the model knows " + known.size() + " of "
                    + census.clients().size() + " batches already: " + names + (known.size() > SHOWN ? ", ..." : "")
                    + "; correct their cells by apply, or give a batch that is really another one another name");
        }
    }

    private Fitted fit(FitTable table) {
        return model.isAsPublished() ? scBatchProx(table.cells(), table.clients()) : aligned(table);
    }

    private Fitted aligned(FitTable table) {
        Reference reference = model.learned().reference();
        if (reference == null) {
            throw new BadDataException(
                    "the model was saved by a version of this program that kept no reference to hold new batches "
                            + "against; fit it again on the cells that it was fitted on");
        }
        CentredMixture known = (CentredMixture) model.correction();
        SortedMap<String, Reference> ofValues = model.learned().ofValues();
        Parts parts = ofValues.isEmpty()
                ? table.parts()
                : FitParts.arriving(table, ofValues, model.getOrDefault(model.preserveCol()));
        AlignedFit.Result result = new SparkAlignedExtension(
                        model.alignedSettings(), table.batches().clients(), parts, table.cells(), table.clients())
                .run(new References(reference, List.copyOf(ofValues.values())), known.centre(), listener);
        Learned learned = growReference
                ? new Learned(known.with(result.mixture()), result.reference(), named(ofValues, result.ofValues()))
                : new Learned(known.with(result.mixture()), reference, ofValues);
        return new Fitted(
                learned,
                result.trace(),
                result.fitted(),
                FitWarnings.ofKindsLacking(result.mixture().mixture(), reference.prototype().length));
    }

    private static SortedMap<String, Reference> named(SortedMap<String, Reference> before, List<Reference> grown) {
        SortedMap<String, Reference> named = new TreeMap<>();
        before.keySet().forEach(value -> named.put(value, grown.get(named.size())));
        return named;
    }

    private Fitted scBatchProx(CellTable cells, Census census) {
        long frozen = model.versions().stream()
                .mapToLong(ModelVersion::referenceCells)
                .sum();
        ScBatchProxFit fit = new ScBatchProxFit(model.scBatchProxSettings(), census);
        try (SparkScBatchProxClients clients = new SparkScBatchProxClients(
                cells, model.scBatchProxSettings(), census.clients(), fit.cells(), census.dimension())) {
            ScBatchProxServer.Result result =
                    fit.arriving(frozen, model.getOrDefault(model.solver()), clients, listener);
            FilmTable table = ((FilmTable) model.correction()).with(result.table());
            return new Fitted(new Learned(table, null), result.trace(), fit.cells(), List.of());
        }
    }
}
