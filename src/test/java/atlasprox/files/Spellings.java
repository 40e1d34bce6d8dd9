package atlasprox.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Many ways to write one path of this machine, as the disk understands them: links, {@code ..}, schemes, relative paths, patterns. */
public final class Spellings {
    private final Random random;
    private final Path links;
    private int made;

    /**
     * @param links a folder for links that spellings lead over
     */
    public Spellings(Random random, Path links) {
        this.random = random;
        this.links = links;
    }

    /** A spelling of a place, which need not exist; the folder that it is to be in must. */
    public String of(Path place) throws IOException {
        Path spelled = random.nextInt(3) == 0 && Files.exists(place) ? link(place) : overLinks(place);
        String text = detours(spelled);
        return switch (random.nextInt(5)) {
            case 0 -> "file://" + text;
            case 1 -> "file:" + text;
            case 2 -> relative(spelled);
            case 3 -> text + "/";
            default -> "/".repeat(random.nextInt(3)) + text;
        };
    }

    /** A spelling of a file, as programs take it that know no schemes. */
    public String ofFile(Path file) throws IOException {
        return detours(random.nextInt(3) == 0 && Files.exists(file) ? link(file) : overLinks(file));
    }

    /** The same of what a command reads, sometimes by a pattern that finds the place, and perhaps others. */
    public String ofInput(Path place) throws IOException {
        if (random.nextBoolean()) {
            return of(place);
        }
        Path above = overLinks(place.getParent());
        String name = place.getFileName().toString();
        int letter = random.nextInt(name.length());
        String pattern =
                switch (random.nextInt(3)) {
                    case 0 -> name.substring(0, letter) + "?" + name.substring(letter + 1);
                    case 1 -> name.substring(0, letter) + "*";
                    default -> "{" + name + ",other}";
                };
        return above + "/" + pattern;
    }

    /** A link in place of one of the folders above. */
    private Path overLinks(Path place) throws IOException {
        if (random.nextBoolean() || place.getNameCount() < 2) {
            return place;
        }
        Path above = place.getParent();
        for (int up = random.nextInt(2); up > 0 && above.getNameCount() > 1 || !Files.exists(above); up--) {
            above = above.getParent();
        }
        return link(above).resolve(above.relativize(place));
    }

    private Path link(Path to) throws IOException {
        Path link = links.resolve("link" + made++);
        return Files.createSymbolicLink(
                link, random.nextBoolean() ? to : links.toRealPath().relativize(to.toRealPath()));
    }

    /** Steps that lead nowhere, also into a folder and out again, and behind a link out to where that leads. */
    private String detours(Path path) throws IOException {
        StringBuilder text = new StringBuilder();
        Path place = path.getRoot();
        for (Path step : path) {
            text.append(text.length() > 0 && random.nextInt(6) == 0 ? "//" : "/");
            if (random.nextInt(4) == 0) {
                detour(place, text);
            }
            text.append(step);
            place = place.resolve(step);
        }
        return text.toString();
    }

    private void detour(Path place, StringBuilder text) throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> all = Files.list(place)) {
            folders = all.filter(Files::isDirectory)
                    .filter(folder -> !Files.isSymbolicLink(folder))
                    .filter(Files::isReadable)
                    .sorted()
                    .limit(3)
                    .toList();
        }
        if (folders.isEmpty() || random.nextBoolean()) {
            text.append("./");
        } else {
            text.append(folders.get(random.nextInt(folders.size())).getFileName())
                    .append("/../");
        }
    }

    /** By way of a link beside a folder that leads into it, and up again. */
    public String behindALink(Path place) throws IOException {
        Path within =
                Files.createDirectories(place.resolveSibling("beside" + made)).toRealPath();
        return link(within) + "/../" + place.getFileName();
    }

    private static String relative(Path place) {
        return Path.of("").toAbsolutePath().relativize(place.toAbsolutePath()).toString();
    }
}
