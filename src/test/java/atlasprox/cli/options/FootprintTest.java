package atlasprox.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.cli.Main;
import atlasprox.cli.command.SparkCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class FootprintTest {
    private static final Set<String> PATHS = Set.of("PATH", "FOLDER", "FILE", "RUN");

    static Stream<String> commands() {
        return Main.commands().getSubcommands().entrySet().stream()
                .filter(command -> command.getValue().getCommand() instanceof SparkCommand)
                .map(java.util.Map.Entry::getKey);
    }

    /** Every option that is labelled as a path is among the places that a command says it reads or writes. */
    @ParameterizedTest
    @MethodSource("commands")
    void noPathIsLeftOut(String name) {
        CommandLine root = Main.commands();
        List<String> line = new ArrayList<>(List.of(name));
        List<String> given = new ArrayList<>();
        for (ArgSpec argument : root.getSubcommands().get(name).getCommandSpec().args()) {
            if (PATHS.contains(argument.paramLabel().replaceAll("[<>]", "")) || isOutput(argument)) {
                given.add("place" + given.size());
                line.add(
                        argument.isOption()
                                ? option(argument) + "=place" + (given.size() - 1)
                                : "place" + (given.size() - 1));
            } else if (argument.isOption() && argument.required()) {
                line.add(option(argument) + "=a");
            }
        }
        SparkCommand command = (SparkCommand) root.parseArgs(line.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .userObject();
        assertThat(given).isNotEmpty();
        assertThat(command.footprint().names()).containsExactlyInAnyOrderElementsOf(given);
    }

    private static boolean isOutput(ArgSpec argument) {
        return argument.isOption() && option(argument).equals("--output");
    }

    private static String option(ArgSpec argument) {
        return ((CommandLine.Model.OptionSpec) argument).longestName();
    }
}
