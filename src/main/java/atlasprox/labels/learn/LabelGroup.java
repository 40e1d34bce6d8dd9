package atlasprox.labels.learn;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What cells of a batch are told together by: sums of any column are made of such groups, so that no two of them differ by a part of one.
 *
 * @param labels the cells' label in each column, null where they have none there
 * @param prototype the number of the prototype that they lie at
 * @param part the part that they are dealt to one by one; 0 where no column is
 */
record LabelGroup(List<String> labels, int prototype, int part) implements Comparable<LabelGroup>, Serializable {
    private static final Comparator<String> BY_LABEL = Comparator.nullsFirst(Comparator.naturalOrder());

    @Override
    public int compareTo(LabelGroup other) {
        for (int column = 0; column < labels.size(); column++) {
            int order = BY_LABEL.compare(labels.get(column), other.labels.get(column));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(prototype, other.prototype);
        return order != 0 ? order : Integer.compare(part, other.part);
    }
}
