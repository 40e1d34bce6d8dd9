package atlasprox.cli.rerun;

import atlasprox.BadDataException;
import atlasprox.Json;
import atlasprox.cli.options.ParamOptions;
import atlasprox.files.Place;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/**
 * A {@code run.json}, and the command line that repeats its run.
 *
 * @param path the file
 * @param run its content
 */
public record RunFile(Path path, JsonNode run) {
    private static final String PLACE = "_atlasprox/run.json";
    private static final Set<String> COMMANDS = Set.of("correct", "apply", "annotate", "extend");

    /**
     * @param name the file, or the folder of the output that it lies in
     * @return that folder; the file where it was taken out of it
     */
    public static String folderOf(String name) {
        return name.replaceFirst("(^|/)_atlasprox/+run\\.json$", "$1.");
    }

    /**
     * @param session whose file systems to use
     * @param name the file, or the folder of the output that it lies in
     * @return the file
     * @throws BadDataException if it cannot be read, or is not of a run that can be repeated
     */
    public static RunFile read(SparkSession session, String name) {
        try {
            Path given =
                    Place.of(session.sparkContext().hadoopConfiguration(), name).path();
            FileSystem files = given.getFileSystem(session.sparkContext().hadoopConfiguration());
            Path path = files.getFileStatus(given).isDirectory() ? new Path(given, PLACE) : given;
            try (FSDataInputStream stream = files.open(path)) {
                return checked(path, Json.tree(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BadDataException("cannot read " + name + " as the run.json of a run: " + e.getMessage(), e);
        }
    }

    private static RunFile checked(Path path, JsonNode run) {
        if (!COMMANDS.contains(run.path("command").asText())) {
            throw new BadDataException(path + " is not the run.json of a run of "
                    + String.join(", ", COMMANDS.stream().sorted().toList()));
        }
        if (run.path("fingerprints").path("corrected").isMissingNode()
                || run.path("repeat").isMissingNode()) {
            throw new BadDataException(path + " was written by version "
                    + run.path("atlasprox").asText() + ", which did not keep what it takes to repeat a run");
        }
        return new RunFile(path, run);
    }

    /**
     * @param names the way to a member
     * @return its text; {@code none} where there is none
     */
    public String text(String... names) {
        JsonNode node = run;
        for (String name : names) {
            node = node.path(name);
        }
        return node.isNull() || node.isMissingNode() ? "none" : node.asText();
    }

    /** @return what the cells were told to be, for each label column; none where nothing was told, as by versions that could tell nothing */
    public List<JsonNode> annotated() {
        return StreamSupport.stream(run.path("annotated").spliterator(), false).toList();
    }

    /** @return the folder that the run wrote */
    public String output() {
        return text("output");
    }

    /** @return where an extension saved the model's next version; null for other commands */
    public String nextModel() {
        return run.path("repeat").path("models").path("written").textValue();
    }

    /**
     * @param root the program, which knows the options
     * @param inputs what to read instead of what the run read, empty for that
     * @param output where to write
     * @param nextModel where to save the model's next version, if the run did
     * @param scored whether to score as the run did
     * @return the words of the command line that repeats the run
     */
    public List<String> commandLine(
            CommandLine root, List<String> inputs, String output, String nextModel, boolean scored) {
        String command = run.path("command").asText();
        CommandLine.Model.CommandSpec spec = root.getSubcommands().get(command).getCommandSpec();
        List<String> line = new ArrayList<>(List.of(command));
        (inputs.isEmpty() ? texts(run.path("repeat").path("input")) : inputs)
                .forEach(path -> line.add("--input=" + path));
        addLabels(line, spec);
        line.add("--output=" + output);
        addModels(line, nextModel);
        if (spec.findOption("--score") != null) {
            addScore(line, scored);
        }
        JsonNode pictured = run.path("repeat").path("pictureCells");
        if (pictured.isInt()) {
            line.add("--picture-cells=" + pictured.asInt());
        }
        settings(spec).forEach((option, value) -> line.add(option + "=" + value));
        addCounts(line, spec);
        return line;
    }

    /** Runs of versions whose models told no labels name none that one is to tell. */
    private void addLabels(List<String> line, CommandLine.Model.CommandSpec spec) {
        List<String> told = texts(run.path("repeat").path("labelHeads"));
        if (!told.isEmpty()) {
            line.add("--label=" + String.join(",", told));
            return;
        }
        addText(line, "--label", run.path("label"));
        if (spec.findOption("--label-head") != null) {
            line.add("--label-head=false");
        }
    }

    private static void addText(List<String> line, String option, JsonNode value) {
        if (value.isTextual()) {
            line.add(option + "=" + value.asText());
        }
    }

    /** How the run made its embedding of counts, if it did. */
    private void addCounts(List<String> line, CommandLine.Model.CommandSpec spec) {
        JsonNode counts = run.path("fromCounts");
        if (!counts.isObject()) {
            return;
        }
        line.add("--counts");
        line.add("--layer=" + counts.path("layer").asText());
        addText(line, "--gene-id", counts.path("geneId"));
        addText(line, "--genes-join", counts.path("genesJoin"));
        addText(line, "--counts-model", counts.path("model"));
        if (!counts.path("model").isTextual()) {
            counts.path("settings").properties().forEach(setting -> {
                String option = ParamOptions.optionName(setting.getKey());
                if (spec.findOption(option) != null) {
                    line.add(option + "=" + setting.getValue().asText());
                }
            });
        }
    }

    private void addModels(List<String> line, String nextModel) {
        JsonNode models = run.path("repeat").path("models");
        if (models.path("read").isTextual()) {
            line.add("--model=" + models.path("read").asText());
        }
        if (models.path("written").isTextual()) {
            line.add("--output-model=" + nextModel);
        }
        if (models.path("growReference").asBoolean()) {
            line.add("--grow-reference");
        }
    }

    private void addScore(List<String> line, boolean scored) {
        JsonNode score = run.path("repeat").path("score");
        line.add("--score=" + (scored && !score.isNull()));
        if (!score.isNull()) {
            line.add("--profile=" + score.path("profile").asText());
            line.add("--max-cells=" + score.path("maxCells").asInt());
        }
    }

    /** The settings in force that the command has options for; a saved model brings the others. */
    private Map<String, String> settings(CommandLine.Model.CommandSpec spec) {
        Map<String, String> options = new TreeMap<>(Map.of("--id", text("id")));
        run.path("settings").properties().forEach(setting -> {
            // The id stands beside the settings, as runs had it before it was one.
            String option = setting.getKey().equals("idCol") ? "--id" : ParamOptions.optionName(setting.getKey());
            String value = setting.getValue().isArray()
                    ? String.join(",", texts(setting.getValue()))
                    : setting.getValue().asText();
            if (spec.findOption(option) != null && !value.isEmpty()) {
                options.put(option, value);
            }
        });
        return options;
    }

    /** The settings of the run that no command of this version has an option for. */
    public List<String> unknownSettings(CommandLine root) {
        return StreamSupport.stream(
                        ((Iterable<String>) () -> run.path("settings").fieldNames()).spliterator(), false)
                .filter(name -> root.getSubcommands().values().stream()
                        .allMatch(
                                command -> command.getCommandSpec().findOption(ParamOptions.optionName(name)) == null))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
