package atlasprox.labels.told;

import atlasprox.labels.LabelHead;
import atlasprox.results.AnnotationSummary;
import java.io.Serializable;
import java.util.List;

/** What was told of the cells of a table for one label column. A monoid under {@link #merge}; the same whatever the order of cells. */
final class ToldCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Tally all = new Tally();
    private final Tallies labels = new Tallies();
    private final Tallies batches = new Tallies();
    private final Confusion confusion = new Confusion();
    private final NewCells newCells;

    ToldCells(int dimension) {
        this.newCells = new NewCells(dimension);
    }

    /** @param isKnown whether the reference has the cell's own label */
    void add(ToldCell cell, boolean isKnown) {
        all.add(cell);
        labels.add(cell.told(), cell);
        batches.add(cell.batch(), cell);
        if (cell.hasOwn()) {
            confusion.add(cell, isKnown);
        }
    }

    /** Where cells lie that are called new. */
    NewCells newCells() {
        return newCells;
    }

    ToldCells merge(ToldCells other) {
        all.merge(other.all);
        labels.merge(other.labels);
        batches.merge(other.batches);
        confusion.merge(other.confusion);
        newCells.merge(other.newCells);
        return this;
    }

    /**
     * @param label the model's label column
     * @param own the table's
     * @param newAbove the novelty above which cells are called new
     * @param head what told
     */
    AnnotationSummary summary(String label, String own, double newAbove, LabelHead head) {
        return new AnnotationSummary(
                label,
                newAbove,
                all.group("all cells"),
                labels.groups().orElse(List.of()),
                batches.groups().orElse(null),
                confusion.agreement(own).orElse(null),
                newCells.populations(head.discriminant()));
    }
}
