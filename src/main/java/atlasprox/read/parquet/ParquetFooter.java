package atlasprox.read.parquet;

import atlasprox.BadDataException;
import atlasprox.read.table.ColumnNames;
import java.io.IOException;
import java.io.Serializable;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData.EncryptionType;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the footer of a Parquet file tells of how to read it.
 *
 * @param stored the columns as Spark is to read them
 * @param meant the columns as they come out, equally many ({@link ParquetTypes})
 * @param missing the columns in which the file holds no value, so that their type says nothing
 * @param byRows whether Spark's reader of rows is to read it, which knows encodings that the faster one of columns does not
 * @param isEmpty whether the file has no rows
 */
record ParquetFooter(StructType stored, StructType meant, Set<String> missing, boolean byRows, boolean isEmpty)
        implements Serializable {
    /** Those that Spark's reader of columns does not decode, or in some types of column only. */
    private static final Set<Encoding> BY_ROWS = EnumSet.of(
            Encoding.DELTA_BINARY_PACKED,
            Encoding.DELTA_LENGTH_BYTE_ARRAY,
            Encoding.DELTA_BYTE_ARRAY,
            Encoding.BYTE_STREAM_SPLIT);

    /** The length of a footer, and the file's last word. */
    private static final int END = 8;

    /**
     * @param configuration Hadoop's
     * @param settings Spark's, by which types are read
     * @param file the file's path and length
     * @throws BadDataException if the file is whole, but not to be read by Spark; without the file's name
     * @throws IOException if there is no footer to be read; Parquet's library throws other exceptions too
     */
    static ParquetFooter read(Configuration configuration, SQLConf settings, FileStatus file) throws IOException {
        ParquetMetadata footer;
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration))) {
            footer = reader.getFooter();
        }
        List<ColumnChunkMetaData> chunks = footer.getBlocks().stream()
                .flatMap(block -> block.getColumns().stream())
                .toList();
        requireKeys(chunks);
        requireCodecs(configuration, chunks);
        boolean byRows =
                chunks.stream().anyMatch(chunk -> chunk.getEncodings().stream().anyMatch(BY_ROWS::contains));
        ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(settings);
        Map<String, StructField> declared = declared(footer);
        StructType stored = new StructType();
        StructType meant = new StructType();
        for (Type column : footer.getFileMetaData().getSchema().getFields()) {
            Type bare = ParquetTypes.stored(column);
            requireReader(converter, byRows, column, bare);
            boolean known = bare.equals(column);
            StructField own = known ? declared.get(column.getName()) : null;
            StructField read = own != null ? own : field(converter, bare, column);
            stored = stored.add(read);
            meant = meant.add(known ? read : field(converter, ParquetTypes.meant(column), column));
        }
        ColumnNames.requireDistinct(stored);
        boolean isEmpty = footer.getBlocks().stream().allMatch(block -> block.getRowCount() == 0);
        return new ParquetFooter(stored, meant, missing(configuration, file, footer), byRows, isEmpty);
    }

    private static void requireKeys(List<ColumnChunkMetaData> chunks) {
        chunks.stream().filter(ColumnChunkMetaData::isEncrypted).findFirst().ifPresent(chunk -> {
            try {
                chunk.getEncodings();
            } catch (RuntimeException e) {
                throw new BadDataException(
                        "its column '" + name(chunk) + "' is encrypted, and there is no key for it; give Spark the "
                                + "keys (spark.hadoop.parquet.crypto.factory.class and what that class asks for), or write the "
                                + "file again without the column or without encryption",
                        e);
            }
        });
    }

    private static void requireCodecs(Configuration configuration, List<ColumnChunkMetaData> chunks) {
        Map<CompressionCodecName, List<String>> codecs = chunks.stream()
                .collect(Collectors.groupingBy(
                        ColumnChunkMetaData::getCodec, Collectors.mapping(ParquetFooter::name, Collectors.toList())));
        CodecFactory factory = new CodecFactory(configuration, 0);
        try {
            codecs.forEach((codec, columns) -> requireCodec(factory, codec, columns));
        } finally {
            factory.release();
        }
    }

    private static void requireCodec(CodecFactory factory, CompressionCodecName codec, List<String> columns) {
        try {
            factory.getDecompressor(codec);
        } catch (RuntimeException | LinkageError e) {
            throw new BadDataException(
                    "its column '" + columns.get(0) + "' is compressed with " + codec
                            + ", for which Spark has no library ("
                            + codec.getHadoopCompressionCodecClassName()
                            + "); write the file again with zstd, snappy or gzip, or add the library to Spark's class path",
                    e);
        }
    }

    private static String name(ColumnChunkMetaData chunk) {
        return chunk.getPath().toArray()[0];
    }

    /** The columns as Spark itself has described them, where it wrote the file: vectors, intervals and the like. */
    private static Map<String, StructField> declared(ParquetMetadata footer) {
        String json = footer.getFileMetaData().getKeyValueMetaData().get(ParquetReadSupport.SPARK_METADATA_KEY());
        Map<String, StructField> fields = new HashMap<>();
        try {
            if (json != null && DataType.fromJson(json) instanceof StructType schema) {
                schema.foreach(field -> fields.put(field.name(), field));
            }
        } catch (RuntimeException e) {
            return Map.of();
        }
        return fields;
    }

    /** The reader of rows looks at the types within lists, although it was told what to read. */
    private static void requireReader(ParquetToSparkSchemaConverter converter, boolean byRows, Type column, Type bare) {
        if (byRows
                && !column.isPrimitive()
                && !bare.equals(column)
                && converted(converter, column).isEmpty()) {
            throw new BadDataException("its column '" + column.getName()
                    + "' holds numbers of half precision or UUIDs within lists or structures, which Spark does not read in a file of "
                    + "such encodings (" + BY_ROWS
                    + "); write it again with numbers of single precision, or without these encodings");
        }
    }

    private static StructField field(ParquetToSparkSchemaConverter converter, Type type, Type column) {
        return converted(converter, type).orElseThrow(() -> {
            Type leaf = leaves(new MessageType("file", type)).stream()
                    .filter(each -> converted(converter, each).isEmpty())
                    .findFirst()
                    .orElse(type);
            return new BadDataException("its column '" + column.getName() + "' is of the Parquet type '"
                    + leaf.toString().strip().replaceAll("\\s+", " ")
                    + "', which Spark does not read; cast it to a type that Spark has (a text, a number, a timestamp), or write "
                    + "the file again without it");
        });
    }

    private static Optional<StructField> converted(ParquetToSparkSchemaConverter converter, Type type) {
        try {
            return Optional.of(converter.convert(new MessageType("file", type)).apply(0));
        } catch (Exception e) { // Spark throws checked exceptions undeclared.
            return Optional.empty();
        }
    }

    private static List<Type> leaves(MessageType schema) {
        return schema.getColumns().stream()
                .<Type>map(ColumnDescriptor::getPrimitiveType)
                .toList();
    }

    private static Set<String> missing(Configuration configuration, FileStatus file, ParquetMetadata footer)
            throws IOException {
        List<ColumnDescriptor> leaves = footer.getFileMetaData().getSchema().getColumns();
        Set<String> missing = new HashSet<>();
        footer.getFileMetaData().getSchema().getFields().forEach(column -> missing.add(column.getName()));
        BitSet uncounted = new BitSet();
        for (BlockMetaData block : footer.getBlocks()) {
            for (int i = 0; i < leaves.size(); i++) {
                ColumnChunkMetaData chunk = block.getColumns().get(i);
                Statistics<?> statistics = chunk.getStatistics();
                if (statistics != null && statistics.isNumNullsSet()) {
                    if (statistics.getNumNulls() < chunk.getValueCount()) {
                        missing.remove(name(chunk));
                    }
                } else if (chunk.getValueCount() > 0) {
                    uncounted.set(i);
                }
            }
        }
        if (!uncounted.isEmpty()) {
            uncounted.andNot(ofNoType(configuration, file, footer));
            uncounted.stream().forEach(i -> missing.remove(leaves.get(i).getPath()[0]));
        }
        return missing;
    }

    /**
     * Arrow writes a column of nothing but nulls without statistics, as integers that are annotated as of no type, and Parquet's library
     * does not tell of that.
     *
     * @return the places of such leaves among all
     */
    private static BitSet ofNoType(Configuration configuration, FileStatus file, ParquetMetadata footer)
            throws IOException {
        BitSet places = new BitSet();
        if (footer.getFileMetaData().getEncryptionType() == EncryptionType.ENCRYPTED_FOOTER) {
            return places;
        }
        try (FSDataInputStream in = file.getPath().getFileSystem(configuration).open(file.getPath())) {
            in.seek(file.getLen() - END);
            int length = Integer.reverseBytes(in.readInt());
            in.seek(file.getLen() - END - length);
            int leaf = 0;
            for (SchemaElement element : Util.readFileMetaData(in, true).getSchema()) {
                if (element.isSetType()) {
                    boolean none = element.isSetLogicalType()
                            && element.getLogicalType().isSetUNKNOWN();
                    places.set(leaf++, none);
                }
            }
        }
        return places;
    }
}
