package atlasprox.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.Main;
import atlasprox.cli.failure.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"attach", "attach --output out/demo --into cells.h5ad --overwrite", "attach --help"})
    void saysThatItIsACommandOfThePythonPackage(String line) {
        StringWriter said = new StringWriter();
        PrintWriter printed = new PrintWriter(new StringWriter());
        assertThat(Main.run(printed, new PrintWriter(said, true), line.split(" ")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(said.toString())
                .startsWith("attach: this is a command of the Python package")
                .contains("atlasprox.anndata.attach")
                .hasLineCount(1);
    }
}
