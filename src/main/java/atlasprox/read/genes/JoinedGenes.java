package atlasprox.read.genes;

import atlasprox.BadDataException;
import atlasprox.read.table.GeneJoin;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The genes of a table that is made of inputs, joined by their names. Their order does not depend on that of the inputs. */
public final class JoinedGenes {
    private static final int SHOWN = 5;

    private final List<String> names;
    private final List<String> warnings;
    private final Map<String, Integer> numbers = new HashMap<>();

    private JoinedGenes(List<String> names, List<String> warnings) {
        this.names = names;
        this.warnings = warnings;
        names.forEach(name -> numbers.put(name, numbers.size()));
    }

    /**
     * @param inputs what each input has, at least one
     * @param join which genes are taken where inputs do not have the same ones
     * @return in the inputs' order where that is the same, else by name
     * @throws BadDataException if the inputs have different genes, and no join is given or no gene is left
     */
    public static JoinedGenes of(List<InputGenes> inputs, Optional<GeneJoin> join) {
        List<String> first = inputs.get(0).names();
        if (inputs.stream().allMatch(input -> input.names().equals(first))) {
            return new JoinedGenes(first, List.of());
        }
        Map<String, Integer> holders = new TreeMap<>();
        inputs.forEach(input -> input.names().forEach(name -> holders.merge(name, 1, Integer::sum)));
        List<String> all = List.copyOf(holders.keySet());
        List<String> common =
                all.stream().filter(name -> holders.get(name) == inputs.size()).toList();
        if (common.size() == all.size()) {
            return new JoinedGenes(all, List.of());
        }
        String found = "of the " + all.size() + " genes of all inputs " + common.size() + " are common to them";
        GeneJoin how = join.orElseThrow(() -> new BadDataException("the inputs have different genes: " + found + "; "
                + each(inputs, " lacks ", input -> all.size() - input.names().size())
                + "; set --genes-join inner to take the common genes, or --genes-join outer to take all, with 0 in the cells of inputs"
                + " that lack them; if they are named in several ways, name the column of one way by --gene-id"));
        if (how == GeneJoin.OUTER) {
            String lacks =
                    each(inputs, " lacks ", input -> all.size() - input.names().size());
            return new JoinedGenes(
                    all,
                    List.of("All " + all.size()
                            + " genes of the inputs are taken, with 0 in the cells of inputs that lack them: " + lacks
                            + "."));
        }
        if (common.isEmpty()) {
            throw new BadDataException(found + ", so that --genes-join inner leaves none;"
                    + " name the column of the same names by --gene-id");
        }
        String loses = each(inputs, " loses ", input -> input.names().size() - common.size());
        return new JoinedGenes(
                common,
                List.of("Of the " + all.size() + " genes of the inputs the " + common.size()
                        + " that are common to them are taken: " + loses + "."));
    }

    /** Genes that were joined elsewhere. */
    static JoinedGenes named(List<String> names) {
        return new JoinedGenes(names, List.of());
    }

    private static String each(List<InputGenes> inputs, String verb, ToIntFunction<InputGenes> count) {
        List<String> words = inputs.stream()
                .filter(input -> count.applyAsInt(input) > 0)
                .map(input -> input.input() + verb + count.applyAsInt(input))
                .toList();
        String more = words.size() > SHOWN ? ", and " + (words.size() - SHOWN) + " more inputs some" : "";
        return words.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
    }

    /** The names of the genes. */
    public List<String> names() {
        return names;
    }

    /** What is left out or filled in, one plain sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * @param input one of the inputs
     * @return for each column of its matrix the number of the gene, -1 where it is none that is taken; empty where the columns are the
     *     genes as they are
     */
    Optional<int[]> places(InputGenes input) {
        int[] places = new int[input.width()];
        Arrays.fill(places, -1);
        for (int i = 0; i < input.columns().length; i++) {
            places[input.columns()[i]] = numbers.getOrDefault(input.names().get(i), -1);
        }
        boolean same = places.length == names.size()
                && IntStream.range(0, places.length).allMatch(i -> places[i] == i);
        return same ? Optional.empty() : Optional.of(places);
    }
}
