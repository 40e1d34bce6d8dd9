package atlasprox.read.h5ad.tenx;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleNameTest {
    @ParameterizedTest
    @CsvSource({
        "/runs/S1/outs/filtered_feature_bc_matrix.h5, S1",
        "/runs/S1/filtered_feature_bc_matrix.h5, S1",
        "file:/runs/S1/outs/raw_feature_bc_matrix.h5, S1",
        "/runs/outs/per_sample_outs/S2/count/sample_filtered_feature_bc_matrix.h5, S2",
        "/runs/GSM1_S3_filtered_feature_bc_matrix.h5, GSM1_S3",
        "/runs/S3.filtered_gene_bc_matrices_h5.h5, S3",
        "/runs/S4.h5, S4",
        "/filtered_feature_bc_matrix.h5, filtered_feature_bc_matrix",
    })
    void isToldByTheFileOrItsFolder(String path, String sample) {
        assertThat(SampleName.of(new Path(path))).isEqualTo(sample);
    }
}
