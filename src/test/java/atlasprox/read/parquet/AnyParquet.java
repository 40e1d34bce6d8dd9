package atlasprox.read.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Parquet files of one table, as any program might write them: of any types, encodings, versions and codecs, with values or without.
 *
 * @param columns its columns besides cell, donor and X
 * @param codec how its pages are compressed
 * @param version of its pages
 * @param dictionary whether values are told once
 * @param split whether numbers are stored byte by byte
 * @param empty for each column the kind of the values that it has not in the second file, null where there are none besides
 */
record AnyParquet(
        List<Drawn> columns,
        CompressionCodecName codec,
        WriterVersion version,
        boolean dictionary,
        boolean split,
        List<Kind> empty) {
    static final int CELLS = 7;

    private static final CompressionCodecName[] CODECS = {
        CompressionCodecName.UNCOMPRESSED,
        CompressionCodecName.SNAPPY,
        CompressionCodecName.GZIP,
        CompressionCodecName.ZSTD,
        CompressionCodecName.LZ4_RAW,
        CompressionCodecName.LZ4
    };

    private static final int DIMENSIONS = 3;

    /** A type of Parquet, a value of it by a number, and that value as Spark shows it, null where Spark has no such type. */
    enum Kind {
        BOOLEAN(PrimitiveTypeName.BOOLEAN, null, k -> k % 2 == 0, k -> k % 2 == 0),
        INT32(PrimitiveTypeName.INT32, null, k -> k, k -> k),
        INT8(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true), k -> -k, k -> -k),
        UINT16(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, false), k -> k, k -> k),
        UINT32(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(32, false), k -> -1 - k, k -> (1L << 32) - 1 - k),
        DATE(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), k -> k, LocalDate::ofEpochDay),
        DECIMAL9(
                PrimitiveTypeName.INT32,
                LogicalTypeAnnotation.decimalType(2, 9),
                k -> k,
                k -> BigDecimal.valueOf(k, 2)),
        TIME_MILLIS(PrimitiveTypeName.INT32, LogicalTypeAnnotation.timeType(true, TimeUnit.MILLIS), k -> k, null),
        INT64(PrimitiveTypeName.INT64, null, k -> (long) k, k -> k),
        UINT64(PrimitiveTypeName.INT64, LogicalTypeAnnotation.intType(64, false), k -> -1L - k, k -> BigInteger.ONE
                .shiftLeft(64)
                .subtract(BigInteger.valueOf(1L + k))),
        DECIMAL18(
                PrimitiveTypeName.INT64,
                LogicalTypeAnnotation.decimalType(3, 18),
                k -> (long) k,
                k -> BigDecimal.valueOf(k, 3)),
        MICROS(
                PrimitiveTypeName.INT64,
                LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS),
                k -> k * 1_000_000L,
                k -> "1970-01-01 00:00:0" + k),
        NANOS(
                PrimitiveTypeName.INT64,
                LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS),
                k -> k * 1_000_000_000L + 999,
                k -> "1970-01-01 00:00:0" + k),
        TIME_NANOS(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timeType(false, TimeUnit.NANOS), k -> (long) k, null),
        FLOAT(PrimitiveTypeName.FLOAT, null, k -> k / 2f, k -> k / 2f),
        DOUBLE(PrimitiveTypeName.DOUBLE, null, k -> k / 4.0, k -> k / 4.0),
        STRING(
                PrimitiveTypeName.BINARY,
                LogicalTypeAnnotation.stringType(),
                k -> Binary.fromString("s" + k),
                k -> "s" + k),
        JSON(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.jsonType(), k -> Binary.fromString("" + k), k -> k),
        ENUM(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.enumType(), k -> Binary.fromString("e" + k), k -> "e" + k),
        BINARY(PrimitiveTypeName.BINARY, null, k -> Binary.fromString("b" + k), k -> "b" + k),
        DECIMAL25(
                PrimitiveTypeName.BINARY,
                LogicalTypeAnnotation.decimalType(1, 25),
                k -> Binary.fromConstantByteArray(new byte[] {k.byteValue()}),
                k -> BigDecimal.valueOf(k, 1)),
        HALF(
                PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                LogicalTypeAnnotation.float16Type(),
                k -> Binary.fromConstantByteArray(new byte[] {(byte) (k % 2), (byte) 0xBC}),
                k -> k % 2 == 0 ? "-1.0" : "-1.0009766"),
        UUIDS(
                PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                LogicalTypeAnnotation.uuidType(),
                k -> Binary.fromConstantByteBuffer(
                        ByteBuffer.allocate(16).putLong(0, k).putLong(8, -1)),
                k -> new UUID(k, -1)),
        INTERVAL(
                PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                LogicalTypeAnnotation.IntervalLogicalTypeAnnotation.getInstance(),
                k -> Binary.fromConstantByteArray(new byte[12]),
                null);

        private final PrimitiveTypeName name;
        private final LogicalTypeAnnotation annotation;
        private final Function<Integer, Object> stored;
        private final Function<Integer, Object> shown;

        Kind(
                PrimitiveTypeName name,
                LogicalTypeAnnotation annotation,
                Function<Integer, Object> stored,
                Function<Integer, Object> shown) {
            this.name = name;
            this.annotation = annotation;
            this.stored = stored;
            this.shown = shown;
        }

        /** Whether the program can show it. */
        boolean isReadable() {
            return shown != null;
        }

        private Type type(Type.Repetition repetition, String field) {
            int length = this == HALF ? 2 : this == UUIDS ? 16 : this == INTERVAL ? 12 : 0;
            return Types.primitive(name, repetition)
                    .length(length)
                    .as(annotation)
                    .named(field);
        }

        private void add(Group group, String field, int k) {
            Object value = stored.apply(k);
            if (value instanceof Integer number) {
                group.add(field, number);
            } else if (value instanceof Long number) {
                group.add(field, number);
            } else if (value instanceof Float number) {
                group.add(field, number);
            } else if (value instanceof Double number) {
                group.add(field, number);
            } else if (value instanceof Boolean truth) {
                group.add(field, truth);
            } else {
                group.add(field, (Binary) value);
            }
        }
    }

    /** Where the value stands in its column. */
    enum Shape {
        REQUIRED,
        OPTIONAL,
        LIST,
        REPEATED,
        STRUCTURE,
        MAP;

        private Type type(Kind kind, String name) {
            return switch (this) {
                case REQUIRED -> kind.type(Type.Repetition.REQUIRED, name);
                case OPTIONAL -> kind.type(Type.Repetition.OPTIONAL, name);
                case REPEATED -> kind.type(Type.Repetition.REPEATED, name);
                case LIST ->
                    Types.optionalList()
                            .element(kind.type(Type.Repetition.OPTIONAL, "element"))
                            .named(name);
                case STRUCTURE ->
                    Types.optionalGroup()
                            .addField(kind.type(Type.Repetition.OPTIONAL, "value"))
                            .addField(Kind.INT32.type(Type.Repetition.REQUIRED, "n"))
                            .named(name);
                case MAP ->
                    Types.optionalMap()
                            .key(Kind.STRING.type(Type.Repetition.REQUIRED, "key"))
                            .value(kind.type(Type.Repetition.OPTIONAL, "value"))
                            .named(name);
            };
        }

        private void add(Group group, Kind kind, String name, int k) {
            switch (this) {
                case REQUIRED, OPTIONAL, REPEATED -> kind.add(group, name, k);
                case LIST -> kind.add(group.addGroup(name).addGroup("list"), "element", k);
                case STRUCTURE -> {
                    Group structure = group.addGroup(name);
                    kind.add(structure, "value", k);
                    structure.add("n", k);
                }
                case MAP -> {
                    Group entry = group.addGroup(name).addGroup("key_value");
                    Kind.STRING.add(entry, "key", k);
                    kind.add(entry, "value", k);
                }
            }
        }

        private String text(Kind kind, int k) {
            String value = String.valueOf(kind.shown.apply(k));
            return switch (this) {
                case REQUIRED, OPTIONAL -> value;
                case LIST, REPEATED -> "[" + value + "]";
                case STRUCTURE -> "{" + value + ", " + k + "}";
                case MAP -> "{s" + k + " -> " + value + "}";
            };
        }
    }

    record Drawn(Kind kind, Shape shape) {
        /** The value of a cell as Spark casts it to text; every third one is missing where it can be. */
        String text(int k) {
            return isMissing(k) ? (shape == Shape.REPEATED ? "[]" : null) : shape.text(kind, k);
        }

        private boolean isMissing(int k) {
            return shape != Shape.REQUIRED && k % 3 == 1;
        }
    }

    static AnyParquet draw(Random random) {
        List<Drawn> columns = new ArrayList<>();
        List<Kind> empty = new ArrayList<>();
        boolean two = random.nextBoolean();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            columns.add(new Drawn(any(Kind.values(), random), any(Shape.values(), random)));
            Kind other = any(Kind.values(), random);
            empty.add(two && other.isReadable() ? other : null);
        }
        return new AnyParquet(
                columns,
                any(CODECS, random),
                any(WriterVersion.values(), random),
                random.nextBoolean(),
                random.nextInt(4) == 0,
                empty);
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    /** Whether there is a second file: one in which the columns hold nothing, and may be of other types. */
    boolean isInTwo() {
        return empty.get(0) != null;
    }

    static String name(int column) {
        return "extra " + column;
    }

    void write(Path folder) throws IOException {
        List<Type> schema = schema();
        for (int i = 0; i < columns.size(); i++) {
            schema.add(columns.get(i).shape().type(columns.get(i).kind(), name(i)));
        }
        write(folder.resolve("b.parquet"), new MessageType("cells", schema), 0, true);
        if (isInTwo()) {
            List<Type> other = schema();
            for (int i = 0; i < columns.size(); i++) {
                if (empty.get(i) != null) {
                    other.add(empty.get(i).type(Type.Repetition.OPTIONAL, name(i)));
                }
            }
            // Read first.
            write(folder.resolve("a.parquet"), new MessageType("cells", other), CELLS, false);
        }
    }

    private static List<Type> schema() {
        return new ArrayList<>(List.of(
                Kind.INT32.type(Type.Repetition.REQUIRED, "cell"),
                Kind.STRING.type(Type.Repetition.OPTIONAL, "donor"),
                Types.optionalList()
                        .element(Kind.FLOAT.type(Type.Repetition.REQUIRED, "element"))
                        .named("X")));
    }

    private void write(Path file, MessageType schema, int first, boolean full) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withCompressionCodec(codec)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .build()) {
            for (int k = first; k < first + CELLS; k++) {
                Group group = new SimpleGroup(schema);
                group.add("cell", k);
                group.add("donor", "d" + k % 2);
                Group x = group.addGroup("X");
                for (int j = 0; j < DIMENSIONS; j++) {
                    x.addGroup("list").add("element", (float) (k * j));
                }
                for (int i = 0; full && i < columns.size(); i++) {
                    if (!columns.get(i).isMissing(k)) {
                        columns.get(i).shape().add(group, columns.get(i).kind(), name(i), k);
                    }
                }
                writer.write(group);
            }
        }
    }

    /** An embedding as Spark casts it to text. */
    static String embedding(int k) {
        return "[0.0, " + (float) k + ", " + (float) (2 * k) + "]";
    }
}
