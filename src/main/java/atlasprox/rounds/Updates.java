package atlasprox.rounds;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** Updates that all clients owe. */
public final class Updates {
    private Updates() {}

    /**
     * @param updates by the client's number, what clients answered
     * @param clients the number of clients
     * @param <U> the update
     * @return the update of every client, in their order
     * @throws IllegalStateException if one is missing, as where a table changes while it is read
     */
    public static <U> List<U> ofAll(SortedMap<Integer, U> updates, int clients) {
        IntStream.range(0, clients)
                .filter(client -> !updates.containsKey(client))
                .findFirst()
                .ifPresent(client -> {
                    throw new IllegalStateException("of " + clients + " batches number " + (client + 1)
                            + ", by their names, had cells when they were counted and has none now: the table"
                            + " has changed meanwhile, or is another one each time it is computed; write it out first");
                });
        return List.copyOf(updates.values());
    }
}
