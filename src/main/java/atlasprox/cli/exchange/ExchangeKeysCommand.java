package atlasprox.cli.exchange;

import atlasprox.Shown;
import atlasprox.cli.failure.ExitCode;
import atlasprox.cli.failure.UsageException;
import atlasprox.cli.options.ExchangeOptions;
import atlasprox.sites.folder.Mailbox;
import atlasprox.sites.keys.Keys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a pair of keys for a side. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Make a key to sign messages with, and the public one by which the other sides know them.")
public final class ExchangeKeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "The folder of this machine to write them to: NAME.key, which stays here, and NAME.pub for the other sides")
    private String keys;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Whose: a site's name, or coordinator")
    private String name;

    @Override
    public Integer call() throws IOException {
        if (!name.equals(Mailbox.COORDINATOR)) {
            ExchangeOptions.requireName(name, "--name");
        }
        try {
            Path shared = Keys.make(ExchangeOptions.keysFolder(keys), name);
            spec.commandLine()
                    .getOut()
                    .println(
                            Shown.lines(
                                    "Made the keys of " + name + ". Bring " + shared
                                            + " to the folders of the other sides by a way that nobody else can change; the file ending in .key stays here."));
            return ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("the folder " + keys + " has keys of '" + name
                    + "' already; delete them first if they are to be others");
        }
    }
}
