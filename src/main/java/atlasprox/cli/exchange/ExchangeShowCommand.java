package atlasprox.cli.exchange;

import atlasprox.Shown;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.ExchangeOptions;
import atlasprox.sites.ExchangeSummary;
import atlasprox.sites.folder.ExchangeFolder;
import atlasprox.sites.keys.Keys;
import atlasprox.sites.keys.Signing;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what each side has sent. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Say what each side has sent: kinds of messages, sizes, the least number of cells behind any sum.")
public final class ExchangeShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "The exchange folder")
    private String folder;

    @Option(
            names = "--keys",
            paramLabel = "FOLDER",
            description = "A folder with the public keys of all sides, to check signatures by")
    private String keys;

    @Override
    public Integer call() throws IOException {
        Configuration configuration = new Configuration();
        Path path = new Path(folder);
        if (!path.getFileSystem(configuration).exists(path)) {
            throw new UsageException("there is no folder " + folder);
        }
        Signing signing = keys == null ? Signing.NONE : Keys.toCheck(ExchangeOptions.keysFolder(keys));
        String text = ExchangeSummary.of(ExchangeFolder.open(configuration, folder), signing, keys != null);
        spec.commandLine().getOut().println(Shown.lines(text));
        return ExitCode.OK;
    }
}
