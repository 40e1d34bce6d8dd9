package atlasprox.read.genes;

import atlasprox.BadDataException;
import atlasprox.read.table.CellSource;
import atlasprox.read.table.CountChoice;
import atlasprox.read.table.CountColumns;
import atlasprox.read.table.CountSource;
import atlasprox.read.table.GeneJoin;
import atlasprox.read.table.GeneNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Counts in columns of tables of Spark's own, of which each names its genes. */
public final class CountTables {
    private static final String REMEDY = "give the genes names of their own, or join what is of one name first";

    private CountTables() {}

    /**
     * @param inputs paths of tables, at least one
     * @param open opens some of them as one table
     * @param choice which counts are meant
     * @return all of them, with their genes joined by name
     * @throws BadDataException if there are no such counts, or the inputs cannot be read as one table
     */
    public static CountSource of(List<String> inputs, Function<List<String>, CellSource> open, CountChoice choice) {
        List<CountSource> tables = inputs.stream()
                .map(input -> CountColumns.of(open.apply(List.of(input)), choice))
                .toList();
        List<InputGenes> genes = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            List<String> names = tables.get(i).genes();
            GeneNames.requireDistinct(inputs.get(i), names, REMEDY);
            genes.add(InputGenes.all(inputs.get(i), names));
        }
        if (tables.size() == 1) {
            return tables.get(0);
        }
        if (genes.stream().allMatch(genes.get(0)::isAlike)) {
            return CountColumns.of(open.apply(inputs), choice);
        }
        return joined(tables, genes, joined(genes, choice.join()));
    }

    /**
     * @param genes what each input has, at least one
     * @param join which genes are taken where inputs do not have the same ones
     * @return all of them, joined by name
     * @throws BadDataException if they are not the same and have no names, or no join is given, or none is left
     */
    public static JoinedGenes joined(List<InputGenes> genes, Optional<GeneJoin> join) {
        if (!genes.stream().allMatch(genes.get(0)::isAlike)) {
            genes.forEach(CountTables::requireNamed);
        }
        return JoinedGenes.of(genes, join);
    }

    /**
     * @param source cells with counts
     * @param genes names of genes
     * @return the same cells with a vector of these genes, 0 where there are no counts of one
     */
    public static CountSource in(CountSource source, List<String> genes) {
        InputGenes own = InputGenes.all(String.join(", ", source.cells().inputs()), source.genes());
        JoinedCounts.Part part = new JoinedCounts.Part(own, source.cells().rows());
        return new CountSource(
                source.cells().withRows(JoinedCounts.of(List.of(part), source.column(), JoinedGenes.named(genes))),
                source.column(),
                genes);
    }

    private static void requireNamed(InputGenes genes) {
        if (CountColumns.areNumbers(genes.names())) {
            throw new BadDataException(genes.input() + ": its " + genes.width()
                    + " genes have no names by which to join them with those of the other inputs; name them, as by metadata"
                    + " {\"genes\": [...]} of the column");
        }
    }

    private static CountSource joined(List<CountSource> tables, List<InputGenes> genes, JoinedGenes joined) {
        CountSource first = tables.get(0);
        List<JoinedCounts.Part> parts = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            CellSource cells = tables.get(i).cells();
            if (!cells.partitionColumns().equals(first.cells().partitionColumns())) {
                throw new BadDataException("partitioned inputs must be alike, but "
                        + genes.get(0).input() + " is partitioned by "
                        + first.cells().partitionColumns() + ", and "
                        + genes.get(i).input() + " by " + cells.partitionColumns()
                        + "; bring them into one form, or run them one by one");
            }
            parts.add(new JoinedCounts.Part(genes.get(i), cells.rows()));
            inputs.addAll(cells.inputs());
        }
        CellSource cells = new CellSource(
                JoinedCounts.of(parts, first.column(), joined),
                inputs,
                first.cells().format(),
                first.cells().defaultBatch(),
                first.cells().indexName(),
                first.cells().partitionColumns(),
                joined.warnings());
        return new CountSource(cells, first.column(), joined.names());
    }
}
