package atlasprox.ml.params;

import atlasprox.BadDataException;
import atlasprox.aligned.settings.AlignedSettings;
import atlasprox.aligned.settings.Strengths;
import atlasprox.ml.BatchRefiner;
import atlasprox.ml.BatchRefinerModel;
import atlasprox.read.table.BatchColumn;
import atlasprox.read.table.ColumnNames;
import atlasprox.read.table.EmbeddingColumn;
import atlasprox.scbatchprox.LocalObjective;
import atlasprox.scbatchprox.Regularizer;
import atlasprox.scbatchprox.ScBatchProxSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The settings of {@link BatchRefiner} and {@link BatchRefinerModel}: Params by name, and their values in force. */
public interface RefinerParams extends SettingParams {
    /** What stands for no column. */
    String NO_COLUMN = "none";

    @Override
    RefinerParamSet paramSet();

    /** @return the embedding's column or prefix; required */
    default Param<String> embeddingCol() {
        return paramSet().embeddingCol;
    }

    /** @return the batch column or columns; required */
    default StringArrayParam batchCol() {
        return paramSet().batchCol;
    }

    /** @return the column that tells cells apart, {@code none} for none */
    default Param<String> idCol() {
        return paramSet().idCol;
    }

    /** @return the column of labels that guide the fit, {@code none} for none */
    default Param<String> guideCol() {
        return paramSet().guideCol;
    }

    /** @return the column between whose values differences are preserved, {@code none} for none */
    default Param<String> preserveCol() {
        return paramSet().preserveCol;
    }

    /** @return the corrected embedding's column or prefix */
    default Param<String> outputCol() {
        return paramSet().outputCol;
    }

    /** @return the refinement method */
    default Param<String> method() {
        return paramSet().method;
    }

    /** @return the number of prototypes */
    default IntParam prototypes() {
        return paramSet().prototypes;
    }

    /** @return the width of responsibilities */
    default DoubleParam sigma() {
        return paramSet().sigma;
    }

    /** @return the diversity pressure */
    default DoubleParam theta() {
        return paramSet().theta;
    }

    /** @return the weight of expectation against a batch's own evidence */
    default DoubleParam alpha() {
        return paramSet().alpha;
    }

    /** @return how strongly a round holds a batch's shift to the last round's */
    default DoubleParam ridge() {
        return paramSet().ridge;
    }

    /** @return pooled deviations at which a group is trusted half */
    default DoubleParam gapLimit() {
        return paramSet().gapLimit;
    }

    /** @return how strongly to correct which batch column or level */
    default StringArrayParam strength() {
        return paramSet().strength;
    }

    /** @return turns of responsibilities and corrected place */
    default IntParam innerIterations() {
        return paramSet().innerIterations;
    }

    /** @return pooled deviations beyond which a cell counts less */
    default DoubleParam huberCutoff() {
        return paramSet().huberCutoff;
    }

    /** @return the rate of false alarms about batch effects */
    default DoubleParam falseAlarms() {
        return paramSet().falseAlarms;
    }

    /** @return the least number of cells behind a centroid or group that a batch tells of */
    default IntParam minCells() {
        return paramSet().minCells;
    }

    /** @return the relative change of the objective that ends the rounds */
    default DoubleParam tolerance() {
        return paramSet().tolerance;
    }

    /** @return which batches are shifted before the first round */
    default Param<String> start() {
        return paramSet().start;
    }

    /** @return how many cells are fitted on at most */
    default LongParam maxFitCells() {
        return paramSet().maxFitCells;
    }

    /** @return how a client trains */
    default Param<String> solver() {
        return paramSet().solver;
    }

    /** @return communication rounds */
    default IntParam rounds() {
        return paramSet().rounds;
    }

    /** @return Adam epochs of a client in a round */
    default IntParam localEpochs() {
        return paramSet().localEpochs;
    }

    /** @return Adam's step size */
    default DoubleParam learningRate() {
        return paramSet().learningRate;
    }

    /** @return cells in a minibatch */
    default IntParam minibatchSize() {
        return paramSet().minibatchSize;
    }

    /** @return weight of the proximal term */
    default DoubleParam mu() {
        return paramSet().mu;
    }

    /** @return weight of the regulariser */
    default DoubleParam lambda() {
        return paramSet().lambda;
    }

    /** @return what lambda pulls toward */
    default Param<String> regularizer() {
        return paramSet().regularizer;
    }

    /** @return the share of each batch's cells that trains */
    default DoubleParam trainFraction() {
        return paramSet().trainFraction;
    }

    /** @return whether to train in units of pooled deviations */
    default BooleanParam standardize() {
        return paramSet().standardize;
    }

    /** @return the seed of all that is drawn */
    default LongParam seed() {
        return paramSet().seed;
    }

    /** @return what to do with rows that are not usable cells */
    default Param<String> onInvalid() {
        return paramSet().onInvalid;
    }

    /** @return what to do with cells of unknown batches */
    default Param<String> unknownBatch() {
        return paramSet().unknownBatch;
    }

    /** @return whether to take a batch column that looks like identifiers */
    default BooleanParam force() {
        return paramSet().force;
    }

    /**
     * @param schema a table's schema
     * @return its embedding
     * @throws BadDataException if it has none of that name
     */
    default EmbeddingColumn embedding(StructType schema) {
        return EmbeddingColumn.resolve(schema, getOrDefault(embeddingCol()));
    }

    /**
     * @param schema a table's schema
     * @return its batch columns
     * @throws BadDataException if one is missing or of a wrong type
     */
    default BatchColumn batch(StructType schema) {
        return BatchColumn.resolve(schema, List.of(getOrDefault(batchCol())));
    }

    /** @return the id column, if there is one */
    default Optional<String> idColumn() {
        return Optional.ofNullable(isDefined(idCol()) ? getOrDefault(idCol()) : null)
                .filter(name -> !name.equals(NO_COLUMN));
    }

    /**
     * @param schema a table's schema
     * @return the column by which cells are drawn; none where their coordinates decide, as they do in the published method
     * @throws BadDataException if the table lacks the id column that was named
     */
    default Optional<String> drawnBy(StructType schema) {
        Optional<String> id = idColumn();
        id.filter(name -> !ColumnNames.has(schema, name)).ifPresent(name -> {
            throw new BadDataException(
                    "no column '" + name + "'; choose --id among the columns " + ColumnNames.list(schema));
        });
        return isAsPublished() ? Optional.empty() : id;
    }

    /**
     * @param embedding the table's embedding
     * @return the corrected embedding's column or prefix
     */
    default String output(EmbeddingColumn embedding) {
        return isDefined(outputCol()) ? getOrDefault(outputCol()) : embedding.defaultOutput();
    }

    /**
     * @param schema a table's schema
     * @return the schema with the corrected embedding
     * @throws BadDataException if the embedding or a batch column is missing or of a wrong type, or a column of the output's name
     *     is there already
     */
    default StructType correctedSchema(StructType schema) {
        batch(schema);
        EmbeddingColumn embedding = embedding(schema);
        StructType corrected = schema;
        for (StructField field : embedding.outputFields(output(embedding))) {
            ColumnNames.clash(schema, field.name()).ifPresent(clash -> {
                throw new BadDataException("the table has a column '" + clash
                        + "' already; name the corrected embedding otherwise by --output-col, or drop that column");
            });
            corrected = corrected.add(field);
        }
        return corrected;
    }

    /**
     * What a fit goes by: the value that was set, or else the default, be it plain or by other settings. Asking changes nothing.
     *
     * @param param a Param of this stage
     * @return its value in force
     * @throws java.util.NoSuchElementException if it was not set and has no default
     */
    default <T> T resolved(Param<T> param) {
        return isSet(param) || !setting(param).goesByOthers() ? getOrDefault(param) : defaultByOthers(param);
    }

    /**
     * @param param a Param whose default depends on other settings
     * @return its default by the settings in force
     */
    @SuppressWarnings("unchecked")
    default <T> T defaultByOthers(Param<T> param) {
        return (T) setting(param).standard().rule().apply(this);
    }

    /**
     * @param param a Param of this stage
     * @return its row in the table of settings
     */
    default Setting setting(Param<?> param) {
        return paramSet().find(param.name()).orElseThrow();
    }

    /** @return whether the method is scBatchProx, as published */
    default boolean isAsPublished() {
        return "scbatchprox".equals(resolved(method()));
    }

    /** @return whether there is a diversity pressure */
    default boolean isPressed() {
        return (Double) resolved(theta()) > 0.0;
    }

    /** @return the settings in force by their names, lists for arrays */
    default SortedMap<String, Object> inForce() {
        return inForce(Setting::name, (setting, value) -> true);
    }

    /**
     * What a model's version goes by: the settings by the names that they had when they were new, without those that came later and are at
     * their defaults, so that neither another name nor a new setting makes another version of a fit.
     *
     * @return the settings in force
     */
    default SortedMap<String, Object> inForceOfVersion() {
        return inForce(Setting::firstName, Setting::tellsVersions);
    }

    private SortedMap<String, Object> inForce(Function<Setting, String> names, BiPredicate<Setting, Object> which) {
        SortedMap<String, Object> settings = new TreeMap<>();
        for (Setting setting : paramSet().settings()) {
            if (isDefined(setting.param()) || setting.goesByOthers()) {
                Object value = resolved(setting.param());
                if (which.test(setting, value)) {
                    settings.put(
                            names.apply(setting), value instanceof String[] several ? Arrays.asList(several) : value);
                }
            }
        }
        return settings;
    }

    /**
     * @return how strongly to correct which batch column or level
     * @throws BadDataException if an entry names no batch column, or its number is out of range
     */
    default Strengths strengths() {
        try {
            return new Strengths(List.of(getOrDefault(batchCol())), List.of(getOrDefault(strength())));
        } catch (IllegalArgumentException e) {
            throw new BadDataException(e.getMessage() + "; mend --strength");
        }
    }

    /** @return the settings of aligned refinement in force */
    default AlignedSettings alignedSettings() {
        return new AlignedSettings(
                (Integer) resolved(rounds()),
                (Integer) resolved(prototypes()),
                (Double) resolved(sigma()),
                (Double) resolved(theta()),
                (Double) resolved(alpha()),
                (Double) resolved(ridge()),
                (Double) resolved(gapLimit()),
                (Integer) resolved(innerIterations()),
                (Double) resolved(huberCutoff()),
                (Double) resolved(falseAlarms()),
                (Integer) resolved(minCells()),
                (Double) resolved(mu()),
                (Double) resolved(tolerance()),
                AlignedSettings.Start.valueOf(resolved(start()).toUpperCase(Locale.ROOT)),
                (Long) resolved(maxFitCells()),
                (Long) resolved(seed()));
    }

    /** @return the settings of scBatchProx in force */
    default ScBatchProxSettings scBatchProxSettings() {
        return new ScBatchProxSettings(
                (Integer) resolved(rounds()),
                (Integer) resolved(localEpochs()),
                (Double) resolved(learningRate()),
                (Integer) resolved(minibatchSize()),
                (Double) resolved(trainFraction()),
                (Boolean) resolved(standardize()),
                new LocalObjective(
                        (Double) resolved(mu()),
                        (Double) resolved(lambda()),
                        Regularizer.valueOf(resolved(regularizer()).toUpperCase(Locale.ROOT))),
                (Long) resolved(seed()));
    }
}
