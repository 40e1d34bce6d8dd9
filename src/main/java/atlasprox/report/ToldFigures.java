package atlasprox.report;

import atlasprox.results.AnnotationSummary;
import java.util.List;

/**
 * What cells were told to be, as the page shows it: for one label column.
 *
 * @param label the label column
 * @param sentences how many got a label, how many are called new, how many agree with labels of the table's own
 * @param labels the labels told to most cells
 * @param labelsInAll how many labels were told
 * @param batches the largest batches; none where there are too many to tell
 * @param batchesInAll how many batches there are
 * @param agreement labels told beside the table's own; null where there are none
 * @param populations a sentence for each group of cells called new
 */
record ToldFigures(
        String label,
        List<String> sentences,
        List<AnnotationSummary.Group> labels,
        int labelsInAll,
        List<AnnotationSummary.Group> batches,
        int batchesInAll,
        AnnotationSummary.Agreement agreement,
        List<String> populations) {

    static ToldFigures of(AnnotationSummary told) {
        List<AnnotationSummary.Group> batches = told.batches() == null ? List.of() : told.batches();
        return new ToldFigures(
                told.label(),
                ToldTable.sentences(told),
                told.labels().stream().limit(ReportData.SHOWN).toList(),
                told.labels().size(),
                batches.stream().limit(ReportData.SHOWN).toList(),
                batches.size(),
                told.agreement(),
                ToldTable.populations(told));
    }
}
