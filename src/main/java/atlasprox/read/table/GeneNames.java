package atlasprox.read.table;

import atlasprox.BadDataException;
import atlasprox.Shown;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of genes, by which tables are matched. */
public final class GeneNames {
    private static final int SHOWN = 5;

    private GeneNames() {}

    /**
     * @param input the path of a table
     * @param genes the names of its genes
     * @param remedy what to do about names that are there more than once, as part of a sentence
     * @throws BadDataException if two genes have one name
     */
    public static void requireDistinct(String input, List<String> genes, String remedy) {
        Set<String> seen = new HashSet<>();
        Set<String> again = new LinkedHashSet<>();
        for (String gene : genes) {
            if (!seen.add(gene)) {
                again.add(gene);
            }
        }
        if (!again.isEmpty()) {
            throw new BadDataException(input + ": " + again.size() + " of " + genes.size()
                    + " names of genes are there more than once (" + shown(again) + "); " + remedy);
        }
    }

    /**
     * @param wanted the names of a model's genes
     * @param genes the names of a table's genes
     * @return those of the model that the table lacks
     * @throws BadDataException if it has none of them
     */
    public static List<String> requireCommon(List<String> wanted, List<String> genes) {
        Set<String> here = Set.copyOf(genes);
        List<String> missing =
                wanted.stream().filter(gene -> !here.contains(gene)).toList();
        if (!wanted.isEmpty() && missing.size() == wanted.size()) {
            throw new BadDataException("the table has none of the " + missing.size() + " genes of the model, such as "
                    + shown(missing) + ", but others, such as " + shown(genes)
                    + "; name the column of the same names by --gene-id");
        }
        return missing;
    }

    /**
     * @param names any
     * @return the first of them, for messages
     */
    public static String shown(Collection<String> names) {
        String first = names.stream().limit(SHOWN).map(Shown::name).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? first + ", ..." : first;
    }
}
