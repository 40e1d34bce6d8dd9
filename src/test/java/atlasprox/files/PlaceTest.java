package atlasprox.files;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;

class PlaceTest {
    private static final Configuration HADOOP = new Configuration();
    private static final List<String> PLACES =
            List.of("data", "data/part", "deep/er/data", "data/plate=7", "new", "deep/new");

    @Property(tries = 400, seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void isKnownByEverySpelling(@ForAll long number) throws IOException {
        Random random = new Random(Fuzzing.seed(number));
        Path base = Files.createTempDirectory("places").toRealPath();
        for (String folder : List.of("data/part", "data/plate=7", "deep/er/data", "links", "data2")) {
            Files.createDirectories(base.resolve(folder));
        }
        Spellings spellings = new Spellings(random, base.resolve("links"));
        Path path = base.resolve(PLACES.get(random.nextInt(PLACES.size())));
        String spelled = random.nextInt(4) == 0 ? spellings.behindALink(path) : spellings.of(path);
        Place place = Place.of(HADOOP, spelled);
        assertThat(place.path()).as(spelled).hasToString("file:" + path);
        String other = spellings.of(path);
        assertThat(place.overlaps(Place.of(HADOOP, other)))
                .as(spelled + " and " + other)
                .isTrue();
        assertThat(place.overlaps(Place.of(path.resolve("within/it"))))
                .as(spelled)
                .isTrue();
        assertThat(Place.of(base).overlaps(place)).as(spelled).isTrue();
        assertThat(place.overlaps(Place.of(base.resolve("data2")))).as(spelled).isFalse();
        assertThat(place.overlaps(Place.of(path.resolveSibling(path.getFileName() + "2"))))
                .as(spelled)
                .isFalse();
        String plain = Place.plain(HADOOP, spelled);
        assertThat(new java.io.File(plain.replaceFirst("^file:(//)?", "")).getCanonicalPath())
                .as(spelled)
                .isEqualTo(path.toString());
        FileUtils.deleteDirectory(base.toFile());
    }

    /** As Hadoop lists files, and as people write them. */
    @Example
    void namesMayHoldAnything() throws IOException {
        for (String name : List.of("a\nb", "a b%20c", "[a]{b}*?", "\u2028\u0085", "é 細胞")) {
            Place listed = Place.of(HADOOP, "file:/no such/" + name);
            assertThat(listed.overlaps(Place.of(HADOOP, "/no such/" + name)))
                    .as(name)
                    .isTrue();
            assertThat(listed.overlaps(Place.of(HADOOP, "/no such/other")))
                    .as(name)
                    .isFalse();
        }
    }

    @Example
    void hardLinksAreOneFile() throws IOException {
        Path folder = Files.createTempDirectory("places");
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path other = Files.createLink(folder.resolve("other"), file);
        assertThat(Place.of(file).overlaps(Place.of(other))).isTrue();
        FileUtils.deleteDirectory(folder.toFile());
    }

    @Example
    void patternsKeepWhatFollowsThem() throws IOException {
        assertThat(Place.plain(HADOOP, "/no/such*/../da?a")).isEqualTo("file:/no/da?a");
        assertThat(Place.plain(HADOOP, "/no/such*/da?a")).isEqualTo("/no/such*/da?a");
    }
}
