package atlasprox.cli.command;

import atlasprox.cli.failure.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says where {@code attach} is, whatever its options: AnnData is written by anndata, which is of Python. */
@Command(
        name = "attach",
        description = "Bring the corrected embedding of a run back into its AnnData; a command of the Python package.")
public final class AttachCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new UsageException(
                "this is a command of the Python package, for AnnData is written by anndata: install the wheel "
                        + "(docs/python.md) with pip, then run atlasprox attach, or atlasprox.anndata.attach in Python");
    }
}
