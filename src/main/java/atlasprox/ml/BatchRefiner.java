package atlasprox.ml;

import atlasprox.BadDataException;
import atlasprox.aligned.AlignedFit;
import atlasprox.aligned.SparkAlignedClients;
import atlasprox.aligned.effect.BatchEffects;
import atlasprox.aligned.settings.Covariates;
import atlasprox.cells.BatchCensus;
import atlasprox.cells.CellTable;
import atlasprox.cells.Census;
import atlasprox.cells.CensusCheck;
import atlasprox.ml.params.CorrectionSetters;
import atlasprox.ml.params.RefinerParamSet;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.RefinerSetters;
import atlasprox.ml.params.Setting;
import atlasprox.ml.params.StratumColumns;
import atlasprox.ml.persist.Learned;
import atlasprox.ml.persist.ModelVersion;
import atlasprox.read.table.BatchColumn;
import atlasprox.results.BatchEffect;
import atlasprox.results.FitSummary;
import atlasprox.rounds.Exchanges;
import atlasprox.rounds.RoundListener;
import atlasprox.rounds.RoundTrace;
import atlasprox.scbatchprox.ScBatchProxFit;
import atlasprox.scbatchprox.ScBatchProxServer;
import atlasprox.scbatchprox.SparkScBatchProxClients;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes batch effects from an embedding by federated refinement: each batch is a client, only sums and adapters leave it.
 *
 * <pre>{@code
 * BatchRefinerModel model = new BatchRefiner().setEmbeddingCol("X_pca").setBatchCol("donor").fit(cells);
 * Dataset<Row> corrected = model.transform(cells);
 * }</pre>
 *
 * <p>All interfaces are named, also those that others extend: Py4J finds no methods of the latter.
 */
public final class BatchRefiner extends Estimator<BatchRefinerModel>
        implements RefinerSetters<BatchRefiner>, CorrectionSetters<BatchRefiner>, RefinerParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BatchRefiner.class);

    private final String uid;
    private final RefinerParamSet paramSet;
    private transient RoundListener listener = BatchRefiner::log;

    /** A refiner with a uid of its own. */
    public BatchRefiner() {
        this(Identifiable$.MODULE$.randomUID("batchRefiner"));
    }

    /** @param uid the identifier that Spark ML knows this stage by */
    public BatchRefiner(String uid) {
        this.uid = uid;
        this.paramSet = new RefinerParamSet(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public RefinerParamSet paramSet() {
        return paramSet;
    }

    /** By its name, or one that it had in an earlier version. */
    @Override
    public Param<Object> getParam(String name) {
        return super.getParam(paramSet.find(name).map(Setting::name).orElse(name));
    }

    /**
     * @param value is told of every round; by default rounds are logged, as after this refiner was serialised
     * @return this refiner
     */
    public BatchRefiner onRound(RoundListener value) {
        listener = value;
        return this;
    }

    /** A listener is of this JVM alone, and does not travel. */
    private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
        stream.defaultReadObject();
        listener = BatchRefiner::log;
    }

    static void log(RoundTrace trace, int rounds) {
        LOG.info(
                "round {}/{}: objective {}{}, largest change {}",
                trace.round(),
                rounds,
                trace.objective(),
                trace.hasRisen() ? " (it rose)" : "",
                trace.largestChange());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        strengths();
        new StratumColumns(this).requirePlace();
        FitParts.column(this, schema, true);
        return correctedSchema(schema);
    }

    /**
     * Fits on every usable cell, or on a sample of them if told so by {@code maxFitCells} or {@code trainFraction}.
     *
     * @param dataset a table with the embedding and the batch columns
     * @return the fitted model, with its summary
     * @throws BadDataException if columns are missing or of a wrong type, rows are not usable cells and {@code onInvalid} is
     *     {@code fail}, or the batch column looks like identifiers
     */
    @Override
    public BatchRefinerModel fit(Dataset<?> dataset) {
        return FitLog.around(this, dataset, () -> fitted(dataset));
    }

    private BatchRefinerModel fitted(Dataset<?> dataset) {
        long start = System.nanoTime();
        transformSchema(dataset.schema());
        CellTable cells = FitTable.cells(this, dataset.toDF(), true);
        return cells.kept(() -> fit(FitTable.of(this, cells, cells.dimension(), true), start));
    }

    private BatchRefinerModel fit(FitTable table, long start) {
        return fit(table.census(), start, () -> isAsPublished() ? asPublished(table) : aligned(table));
    }

    /**
     * Fits on cells that are elsewhere.
     *
     * @param clients their census by clients, which are batches, or parts of batches where labels guide or values are preserved
     * @param exchanges brings messages to them
     * @return the fitted model
     */
    public BatchRefinerModel fit(Census clients, Exchanges exchanges) {
        long start = System.nanoTime();
        StratumColumns strata = new StratumColumns(this);
        FitCensus table = FitCensus.of(
                this,
                new CensusCheck(getOrDefault(embeddingCol()), List.of(getOrDefault(batchCol()))),
                strata.guide().isPresent() || strata.preserve().isPresent(),
                clients,
                true);
        return fit(table, start, () -> isAsPublished() ? asPublished(clients, exchanges) : aligned(table, exchanges));
    }

    private BatchRefinerModel fit(FitCensus table, long start, Supplier<Fitted> work) {
        Census batches = table.batches();
        List<String> warnings = check(batches, table.check());
        FitParts.requireLabels(this, table);
        warnings.addAll(FitParts.warnings(this, table));
        Fitted fitted = work.get();
        warnings.addAll(FitWarnings.of(batches.clients(), fitted.trace()));
        warnings.addAll(FitWarnings.ofColumns(fitted.trace()));
        FitSummary summary = FitSummaries.of(
                        getOrDefault(method()),
                        batches,
                        fitted.cells(),
                        fitted.trace(),
                        fitted.still(),
                        warnings,
                        start)
                .withEffects(fitted.effects());
        List<ModelVersion> versions = List.of(
                ModelVersion.first(summary, inForceOfVersion(), table.clients().fingerprint()));
        BatchRefinerModel model = copyValues(
                new BatchRefinerModel(uid, fitted.learned(), summary, versions).setParent(this), ParamMap.empty());
        model.keepDefaults(this);
        return model;
    }

    private Fitted asPublished(FitTable table) {
        Census census = table.clients();
        try (SparkScBatchProxClients clients = new SparkScBatchProxClients(
                table.cells(),
                scBatchProxSettings(),
                census.clients(),
                new ScBatchProxFit(scBatchProxSettings(), census).cells(),
                census.dimension())) {
            return asPublished(census, clients);
        }
    }

    private Fitted asPublished(Census census, Exchanges exchanges) {
        ScBatchProxFit fit = new ScBatchProxFit(scBatchProxSettings(), census);
        ScBatchProxServer.Result result = fit.run(getOrDefault(solver()), exchanges, listener);
        return new Fitted(new Learned(result.table(), null), result.trace(), null, fit.cells(), null);
    }

    private Fitted aligned(FitTable table) {
        try (SparkAlignedClients clients = alignedClients(table)) {
            return aligned(table.census(), clients);
        }
    }

    private Fitted aligned(FitCensus table, Exchanges exchanges) {
        AlignedRun run = alignedRun(table);
        AlignedFit.Result result = run.fit().run(exchanges, listener);
        return new Fitted(
                new Learned(
                        result.mixture(),
                        result.reference(),
                        FitParts.named(
                                result.ofValues().isEmpty() ? List.of(result.reference()) : result.ofValues(),
                                this,
                                table)),
                result.trace(),
                result.still(),
                result.fitted(),
                run.named(result.effects()));
    }

    /**
     * How far the batches of a table differ, as a fit would find.
     *
     * @param table the table
     * @return by batch columns and levels; null where the method does not ask
     */
    List<BatchEffect> effects(FitTable table) {
        if (isAsPublished()) {
            return null;
        }
        AlignedRun run = alignedRun(table.census());
        try (SparkAlignedClients clients = alignedClients(table)) {
            return run.named(run.fit().effects(clients));
        }
    }

    void requireKnownLevels(Census census) {
        if (!isAsPublished() && !census.clients().isEmpty()) {
            covariates(values(census.clients()));
        }
    }

    private AlignedRun alignedRun(FitCensus table) {
        List<String> batches = table.batches().clients();
        List<List<String>> ofBatches = values(batches);
        List<List<String>> values =
                Arrays.stream(table.parts().batch()).mapToObj(ofBatches::get).toList();
        Covariates covariates = covariates(values).of(table.parts());
        return new AlignedRun(
                new AlignedFit(alignedSettings(), batches, covariates, table.clients()),
                effects -> FitEffects.of(List.of(getOrDefault(batchCol())), values, covariates, effects));
    }

    private SparkAlignedClients alignedClients(FitTable table) {
        List<BatchCensus> clients = table.clients().ofClients();
        return new SparkAlignedClients(
                table.cells(),
                alignedSettings(),
                table.clients().clients(),
                clients.stream().mapToLong(BatchCensus::cells).toArray(),
                clients.stream().map(BatchCensus::training).toList());
    }

    /** A fit, and the names of its levels. */
    private record AlignedRun(AlignedFit fit, Function<BatchEffects, List<BatchEffect>> names) {
        List<BatchEffect> named(BatchEffects effects) {
            return effects == null ? null : names.apply(effects);
        }
    }

    /** The batches' values in each batch column. */
    private List<List<String>> values(List<String> batches) {
        int columns = getOrDefault(batchCol()).length;
        return batches.stream().map(batch -> BatchColumn.values(batch, columns)).toList();
    }

    private Covariates covariates(List<List<String>> values) {
        try {
            return Covariates.of(values, strengths());
        } catch (IllegalArgumentException e) {
            throw new BadDataException(e.getMessage() + "; mend --strength");
        }
    }

    /**
     * The census of what is to be fitted on, with the training split where the method has one.
     *
     * @throws BadDataException if the batch column looks like identifiers and has more values than can be held in any case
     */
    static Census census(RefinerParams params, CellTable cells, int dimension) {
        boolean split = "scbatchprox".equals(params.getOrDefault(params.method()));
        double trainFraction = split ? (Double) params.getOrDefault(params.trainFraction()) : 1.0;
        long seed = (Long) params.getOrDefault(params.seed());
        int minCells = (Integer) params.getOrDefault(params.minCells());
        return (Boolean) params.getOrDefault(params.force())
                ? cells.census(dimension, seed, trainFraction, minCells)
                : cells.census(
                        dimension, seed, trainFraction, minCells, cells.check().noIdentifiers());
    }

    private List<String> check(Census census, CensusCheck check) {
        check.requireUsable(census, (Boolean) getOrDefault(force()));
        if ("fail".equals(getOrDefault(onInvalid()))) {
            check.requireAllValid(census);
        }
        return check.warnings(census, (Integer) getOrDefault(minCells()));
    }

    @Override
    public BatchRefiner copy(ParamMap extra) {
        BatchRefiner copy = defaultCopy(extra);
        return copy.onRound(listener);
    }

    /** @return a reader of saved refiners */
    public static MLReader<BatchRefiner> read() {
        return Persistence.refinerReader();
    }

    /**
     * @param path a folder that {@code save} wrote
     * @return the refiner
     */
    public static BatchRefiner load(String path) {
        return read().load(path);
    }

    /** What was learned, and the clients' cells that were visited for it. */
    private record Fitted(
            Learned learned, List<RoundTrace> trace, Boolean still, long[] cells, List<BatchEffect> effects) {}
}
