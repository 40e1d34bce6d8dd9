package atlasprox.synth;

/**
 * Which cells belong to which batch: batches follow each other in the numbering of the cells, batch 0 first, and all but batch 0
 * differ by one cell at most. Nothing is kept for each batch.
 */
final class BatchSizes {
    private final long first;
    private final long least;
    private final long withOneMore;

    BatchSizes(SynthSettings settings) {
        long cells = settings.cells();
        int batches = settings.batches();
        double share = settings.largestBatchShare();
        first = share == 0 ? 1 + (cells - 1) / batches : largest(cells, share);
        int others = Math.max(1, batches - 1);
        least = (cells - first) / others;
        withOneMore = (cells - first) % others;
    }

    static long largest(long cells, double share) {
        return Math.round(cells * share);
    }

    long size(int batch) {
        if (batch == 0) {
            return first;
        }
        return batch <= withOneMore ? least + 1 : least;
    }

    int batchOf(long cell) {
        if (cell < first) {
            return 0;
        }
        long rest = cell - first;
        long inLarger = withOneMore * (least + 1);
        long other = rest < inLarger ? rest / (least + 1) : withOneMore + (rest - inLarger) / least;
        return Math.toIntExact(1 + other);
    }
}
