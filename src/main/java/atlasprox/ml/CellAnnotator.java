package atlasprox.ml;

import atlasprox.labels.Annotation;
import atlasprox.labels.AnnotationSettings;
import atlasprox.labels.LabelHead;
import atlasprox.labels.NearLabels;
import atlasprox.math.Centre;
import atlasprox.spark.Shared;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Says what one corrected row is, as Spark's generated code hands it over. Public for that code alone. */
public final class CellAnnotator implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Shared<LabelHead> shared;
    private final Centre centre;
    private final AnnotationSettings settings;
    private transient Deque<NearLabels> rooms;
    private transient UTF8String[] names;

    CellAnnotator(Shared<LabelHead> shared, Centre centre, AnnotationSettings settings) {
        this.shared = shared;
        this.centre = centre;
        this.settings = settings;
    }

    /** The fields of what is said, which are the ends of columns' names. */
    static StructType schema(int candidates) {
        StructType said = new StructType()
                .add("predicted", DataTypes.StringType)
                .add("confidence", DataTypes.FloatType)
                .add("novelty", DataTypes.FloatType)
                .add("new", DataTypes.BooleanType);
        return candidates == 0
                ? said
                : said.add(
                        "candidates",
                        DataTypes.createArrayType(
                                new StructType()
                                        .add("label", DataTypes.StringType)
                                        .add("probability", DataTypes.FloatType),
                                false));
    }

    /**
     * @param batch the row's batch
     * @param corrected its corrected embedding, as an array of float
     * @return what it is; null for a row that is no usable cell
     */
    public InternalRow annotate(UTF8String batch, ArrayData corrected) {
        LabelHead head = shared.value();
        if (batch == null || corrected == null || corrected.numElements() != centre.coordinates().length) {
            return null;
        }
        double[] cell = new double[corrected.numElements()];
        for (int j = 0; j < cell.length; j++) {
            if (corrected.isNullAt(j) || !Float.isFinite(corrected.getFloat(j))) {
                return null;
            }
            cell[j] = corrected.getFloat(j) - centre.coordinates()[j];
        }
        NearLabels room = room(head);
        Annotation said = head.annotate(cell, room, Math.max(1, settings.candidates()));
        free(room);
        return row(said, names(head));
    }

    private InternalRow row(Annotation said, UTF8String[] labels) {
        boolean given = said.probabilities()[0] >= settings.minConfidence() && said.novelty() <= settings.maxNovelty();
        Object[] values = new Object[settings.candidates() == 0 ? 4 : 5];
        values[0] = given ? labels[said.labels()[0]] : UTF8String.fromString(AnnotationSettings.UNASSIGNED);
        values[1] = (float) said.probabilities()[0];
        values[2] = (float) said.novelty();
        values[3] = said.novelty() > settings.newAbove();
        if (settings.candidates() > 0) {
            values[4] = candidates(said, labels);
        }
        return new GenericInternalRow(values);
    }

    private static ArrayData candidates(Annotation said, UTF8String[] labels) {
        Object[] candidates = new Object[said.labels().length];
        for (int place = 0; place < candidates.length; place++) {
            candidates[place] = new GenericInternalRow(
                    new Object[] {labels[said.labels()[place]], (float) said.probabilities()[place]});
        }
        return new GenericArrayData(candidates);
    }

    /** Tasks of one executor may share this object. */
    private synchronized NearLabels room(LabelHead head) {
        if (rooms == null) {
            rooms = new ArrayDeque<>();
        }
        return rooms.isEmpty() ? head.room() : rooms.pop();
    }

    private synchronized void free(NearLabels room) {
        rooms.push(room);
    }

    private synchronized UTF8String[] names(LabelHead head) {
        if (names == null) {
            String[] labels = head.discriminant().labels();
            names = new UTF8String[labels.length];
            for (int label = 0; label < labels.length; label++) {
                names[label] = UTF8String.fromString(labels[label]);
            }
        }
        return names;
    }
}
