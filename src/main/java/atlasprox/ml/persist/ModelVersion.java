package atlasprox.ml.persist;

import atlasprox.Json;
import atlasprox.ml.params.RefinerParams;
import atlasprox.results.FitSummary;
import atlasprox.results.FittedBatch;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version of a model: the first fit, or one that added batches to the version before.
 *
 * @param version its number, from 1
 * @param id tells versions apart; made of the parent's id, the cells' fingerprint and the settings, so that the same fit has the same id
 * @param parent the id of the version before, null for the first
 * @param batches the batches that this version added, in ascending order of their names
 * @param fingerprint a hash of their cells, the same in any row order, in hexadecimal
 * @param grown whether the reference grew by them; null for the first version, which is the reference
 */
public record ModelVersion(
        int version, String id, String parent, List<FittedBatch> batches, String fingerprint, Boolean grown)
        implements Serializable {
    private static final int ID_LENGTH = 12;
    private static final Set<String> NO_FIT = Set.of("onInvalid", "unknownBatch", "force");

    /** Columns without which a fit is another one; whatever their names, but what stands in them. */
    private static final Set<String> STRATA = Set.of("guideCol", "preserveCol");

    /**
     * @param settings the settings in force by their names
     * @param parts a hash of the cells, their batches, labels and values, where the latter have a part in the fit; else that of the summary
     */
    public static ModelVersion first(FitSummary summary, SortedMap<String, Object> settings, String parts) {
        return new ModelVersion(1, id("", parts, settings), null, summary.batches(), summary.fingerprint(), null);
    }

    /** The version after this one. */
    public ModelVersion next(FitSummary summary, SortedMap<String, Object> settings, boolean grow) {
        return new ModelVersion(
                version + 1,
                id(id + (grow ? " grown" : ""), summary.fingerprint(), settings),
                id,
                summary.batches(),
                summary.fingerprint(),
                grow);
    }

    /** The cells that this version's fit visited and that belong to the reference. */
    public long referenceCells() {
        return Boolean.FALSE.equals(grown)
                ? 0L
                : batches.stream().mapToLong(FittedBatch::fitted).sum();
    }

    /** Settings that change no fit are left out: the columns' names, but not whether cells are drawn by an id, and what to do with rows that are no cells. */
    private static String id(String parent, String fingerprint, SortedMap<String, Object> settings) {
        SortedMap<String, Object> method = new TreeMap<>(settings);
        STRATA.forEach(name -> method.computeIfPresent(
                name, (same, column) -> column.equals(RefinerParams.NO_COLUMN) ? null : "there"));
        method.keySet().removeIf(name -> name.endsWith("Col") && !STRATA.contains(name) || NO_FIT.contains(name));
        // The published method draws by coordinates.
        if (!settings.getOrDefault("idCol", RefinerParams.NO_COLUMN).equals(RefinerParams.NO_COLUMN)
                && !"scbatchprox".equals(settings.get("method"))) {
            method.put("drawnBy", "id");
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Json.line(List.of(parent, fingerprint, method)).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
