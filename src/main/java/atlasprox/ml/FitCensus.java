package atlasprox.ml;

import atlasprox.aligned.settings.Parts;
import atlasprox.cells.Census;
import atlasprox.cells.CensusCheck;
import atlasprox.ml.params.RefinerParams;
import atlasprox.ml.params.StratumColumns;

/**
 * What a fit knows of its cells before it asks the clients for more. Its clients are batches, or parts of batches where labels guide or
 * values are preserved.
 *
 * @param check what decides whether the census will do
 * @param isInParts whether the clients are parts of batches
 * @param clients the census by clients
 * @param batches the same by batches
 * @param parts which part of which batch each client is
 */
public record FitCensus(CensusCheck check, boolean isInParts, Census clients, Census batches, Parts parts) {

    /**
     * @param params the settings of a fit or an extension
     * @param check what decides whether the census will do
     * @param isInParts whether the clients are parts of batches
     * @param clients the census by clients
     * @param fitting whether labels may have a part in it
     */
    static FitCensus of(RefinerParams params, CensusCheck check, boolean isInParts, Census clients, boolean fitting) {
        boolean guided = fitting && new StratumColumns(params).guide().isPresent();
        return new FitCensus(
                check,
                isInParts,
                clients,
                isInParts ? FitParts.ofBatches(clients) : clients,
                isInParts
                        ? FitParts.of(clients, guided)
                        : Parts.whole(clients.clients().size()));
    }
}
