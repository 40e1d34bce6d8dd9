package atlasprox.scfedvi.fit;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which batches are whose.
 *
 * @param clients the clients' names in ascending order; a client's number is its place
 * @param batches the batches' names in ascending order; a batch's number is its place
 * @param clientOf the number of each batch's client
 */
public record ClientBatches(List<String> clients, List<String> batches, int[] clientOf) implements Serializable {

    /**
     * @param clientOf the client of each batch, by the batches' names
     * @return the same by numbers
     */
    public static ClientBatches of(SortedMap<String, String> clientOf) {
        List<String> clients = List.copyOf(new TreeSet<>(clientOf.values()));
        TreeMap<String, Integer> number = new TreeMap<>();
        clients.forEach(client -> number.put(client, number.size()));
        return new ClientBatches(
                clients,
                List.copyOf(clientOf.keySet()),
                clientOf.values().stream().mapToInt(number::get).toArray());
    }

    /**
     * @param sizes a number for each batch
     * @return for each client the sum over its batches
     */
    public long[] sums(long[] sizes) {
        long[] sums = new long[clients.size()];
        for (int batch = 0; batch < sizes.length; batch++) {
            sums[clientOf[batch]] += sizes[batch];
        }
        return sums;
    }

    /**
     * @param client a client's number
     * @return the names of its batches
     */
    public List<String> batchesOf(int client) {
        return IntStream.range(0, clientOf.length)
                .filter(batch -> clientOf[batch] == client)
                .mapToObj(batches::get)
                .toList();
    }

    /**
     * @param ofClients a number for some of the clients, by their names
     * @return the same for each of their batches, by the batches' names
     */
    public SortedMap<String, Double> ofBatches(Map<String, Double> ofClients) {
        TreeMap<String, Double> numbers = new TreeMap<>();
        for (int batch = 0; batch < clientOf.length; batch++) {
            Double number = ofClients.get(clients.get(clientOf[batch]));
            if (number != null) {
                numbers.put(batches.get(batch), number);
            }
        }
        return numbers;
    }

    /** The number of each batch by its name. */
    TreeMap<String, Integer> numbers() {
        TreeMap<String, Integer> numbers = new TreeMap<>();
        for (String batch : batches) {
            numbers.put(batch, numbers.size());
        }
        return numbers;
    }
}
