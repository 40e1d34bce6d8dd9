package atlasprox.read.table;

import static org.assertj.core.api.Assertions.assertThat;

import atlasprox.SparkExtension;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Batches, labels and ids have the same names and fingerprints whatever the session's time zone and kind of SQL. */
class TextsPropertyTest {
    private static final StructType SCHEMA = new StructType()
            .add("at", DataTypes.TimestampType)
            .add("wall", DataTypes.TimestampNTZType)
            .add("day", DataTypes.DateType)
            .add("dose", DataTypes.createDecimalType(18, 9));

    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    /** A time zone and instants, those among them between which its clocks were turned. */
    record Draw(String zone, boolean ansi, List<Instant> instants) {}

    @Property(tries = 25, seed = "7")
    void namesAreThoseOfUtc(@ForAll("draws") Draw draw) {
        SparkSession spark = session(draw.zone(), draw.ansi());
        Dataset<Row> table = table(spark, draw.instants());
        List<Row> names = table.select(name(table, "at"), name(table, "wall"), name(table, "day"), name(table, "dose"))
                .collectAsList();
        for (int i = 0; i < names.size(); i++) {
            LocalDateTime utc = LocalDateTime.ofInstant(draw.instants().get(i), ZoneOffset.UTC);
            assertThat(names.get(i).getString(0)).isEqualTo(UTC.format(utc));
            assertThat(names.get(i).getString(1)).isEqualTo(UTC.format(utc));
            assertThat(names.get(i).getString(2)).isEqualTo(utc.toLocalDate().toString());
            assertThat(names.get(i).getString(3)).isEqualTo(dose(i).toPlainString());
        }
        SparkSession plain = session("UTC", true);
        Dataset<Row> there = table(plain, draw.instants());
        for (String id : SCHEMA.fieldNames()) {
            assertThat(Identifiers.fingerprint(table, id)).isEqualTo(Identifiers.fingerprint(there, id));
        }
        assertThat(there.selectExpr("string(at)", "string(wall)", "string(day)", "string(dose)")
                        .collectAsList())
                .isEqualTo(names);
    }

    private static Column name(Dataset<Row> table, String column) {
        return BatchColumn.resolve(table.schema(), List.of(column)).name();
    }

    private static SparkSession session(String zone, boolean ansi) {
        SparkSession session = SparkExtension.open().newSession();
        session.conf().set("spark.sql.session.timeZone", zone);
        session.conf().set("spark.sql.ansi.enabled", ansi);
        session.conf().set("spark.sql.datetime.java8API.enabled", true);
        return session;
    }

    private static Dataset<Row> table(SparkSession spark, List<Instant> instants) {
        List<Row> rows = new ArrayList<>();
        for (Instant instant : instants) {
            LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            rows.add(RowFactory.create(instant, utc, utc.toLocalDate(), dose(rows.size())));
        }
        return spark.createDataFrame(rows, SCHEMA);
    }

    private static BigDecimal dose(int i) {
        return BigDecimal.valueOf(i, 9);
    }

    @Provide
    Arbitrary<Draw> draws() {
        Arbitrary<String> zones = Arbitraries.oneOf(
                Arbitraries.of("UTC", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "+05:45", "-00:30"),
                Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList()));
        Arbitrary<Instant> instants = Arbitraries.longs()
                .between(Instant.parse("0002-01-01T00:00:00Z").getEpochSecond(), 253_402_200_000L)
                .flatMap(second -> Arbitraries.of(0L, 1L, 500_000L, 999_999L)
                        .map(micros -> Instant.ofEpochSecond(second).plus(micros, ChronoUnit.MICROS)));
        return Combinators.combine(
                        zones,
                        Arbitraries.of(true, false),
                        instants.list().ofMinSize(1).ofMaxSize(8))
                .as((zone, ansi, drawn) -> new Draw(zone, ansi, withTurns(zone, drawn)));
    }

    /** The clocks show the same an hour before and after they are turned back. */
    private static List<Instant> withTurns(String zone, List<Instant> drawn) {
        List<Instant> all = new ArrayList<>(drawn);
        ZoneOffsetTransition turn = ZoneId.of(zone).getRules().nextTransition(Instant.parse("2020-01-01T00:00:00Z"));
        for (int turns = 0; turn != null && turns < 4; turns++) {
            all.add(turn.getInstant().minusSeconds(1800));
            all.add(turn.getInstant());
            all.add(turn.getInstant().plusSeconds(1800));
            turn = ZoneId.of(zone).getRules().nextTransition(turn.getInstant());
        }
        return all;
    }
}
