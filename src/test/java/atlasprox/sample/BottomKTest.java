package atlasprox.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Samples against plain sorting, of items with few keys and few contents, so that many are equal in one or both. */
class BottomKTest {
    private static final Comparator<Item> CONTENT = Comparator.comparing(Item::content);
    private static final Comparator<Item> ORDER =
            Comparator.comparingLong(Item::key).thenComparing(CONTENT);

    private record Item(long key, String content) {}

    @Property(tries = 500)
    void samplesOfPartsMergedAreTheFirstOfAllSorted(
            @ForAll @IntRange(max = 120) int items,
            @ForAll @IntRange(min = 1, max = 60) int most,
            @ForAll @IntRange(min = 1, max = 6) int parts,
            @ForAll boolean distinct,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Item> all = items(items, random);
        List<BottomK<Item>> samples =
                Stream.generate(() -> empty(most, distinct)).limit(parts).toList();
        all.forEach(item -> samples.get(random.nextInt(parts)).offer(item));

        Stream<Item> candidates = distinct ? all.stream().distinct() : all.stream();
        assertThat(merged(samples, BottomK::merge, random).ordered())
                .isEqualTo(candidates.sorted(ORDER).limit(most).toList());
    }

    @Property(tries = 300)
    void whatIsNotWantedWouldNotBeKept(
            @ForAll @IntRange(min = 1, max = 20) int most, @ForAll boolean distinct, @ForAll long seed) {
        Random random = new Random(seed);
        List<Item> all = items(100, random);
        BottomK<Item> everything = empty(most, distinct);
        BottomK<Item> wanted = empty(most, distinct);
        for (Item item : all) {
            everything.offer(item);
            if (wanted.wants(item.key())) {
                wanted.offer(item);
            }
        }
        assertThat(wanted.ordered()).isEqualTo(everything.ordered());
    }

    @Example
    void ofManyItemsMostAreNotWanted() {
        BottomK<Item> sample = empty(10, false);
        Random random = new Random(1L);
        long wanted = random.longs(100_000)
                .filter(key -> {
                    boolean wants = sample.wants(key);
                    sample.offer(new Item(key, ""));
                    return wants;
                })
                .count();
        assertThat(wanted).isLessThan(200);
    }

    /** Strata of which there may be too many, and the more there are the less each may keep. */
    @Property(tries = 500)
    void strataOfPartsMergedAreEachTheFirstOfTheirOwn(
            @ForAll @IntRange(max = 150) int items,
            @ForAll @IntRange(min = 1, max = 12) int names,
            @ForAll @IntRange(min = 1, max = 9) int mostStrata,
            @ForAll @IntRange(min = 1, max = 30) int room,
            @ForAll @IntRange(min = 1, max = 5) int parts,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Item> all = items(items, random);
        Function<Item, String> stratum = item -> "s" + Math.floorMod(item.hashCode(), names);
        StratifiedBottomK.Share<String> share = (name, strata) -> 1 + (name.length() + room) / strata;
        List<StratifiedBottomK<String, Item>> samples = Stream.generate(() -> new StratifiedBottomK<String, Item>(
                        mostStrata, Comparator.naturalOrder(), share, most -> empty(most, false)))
                .limit(parts)
                .toList();
        for (Item item : all) {
            StratifiedBottomK<String, Item> sample = samples.get(random.nextInt(parts));
            if (sample.wants(stratum.apply(item), item.key())) {
                sample.offer(stratum.apply(item), item);
            }
        }

        Map<String, List<Item>> plain = new TreeMap<>(all.stream().collect(Collectors.groupingBy(stratum)));
        int strata = Math.min(mostStrata, plain.size());
        assertThat(merged(samples, StratifiedBottomK::merge, random).ordered())
                .isEqualTo(plain.entrySet().stream()
                        .limit(mostStrata)
                        .map(entry -> entry.getValue().stream()
                                .sorted(ORDER)
                                .limit(share.of(entry.getKey(), strata))
                                .toList())
                        .toList());
    }

    private static BottomK<Item> empty(int most, boolean distinct) {
        return distinct ? BottomK.ofDistinct(most, Item::key, CONTENT) : BottomK.ofAll(most, Item::key, CONTENT);
    }

    private static List<Item> items(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Item(random.nextInt(40) - 20, "c" + random.nextInt(3)))
                .toList();
    }

    /** Any two of them, then any two of those left, until one is. */
    private static <S> S merged(List<S> samples, BinaryOperator<S> merge, Random random) {
        List<S> left = new ArrayList<>(samples);
        while (left.size() > 1) {
            Collections.shuffle(left, random);
            S one = left.remove(0);
            left.set(0, merge.apply(one, left.get(0)));
        }
        return left.get(0);
    }
}
