package atlasprox.read.h5ad.tenx;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An array that no file has: one text, alone or in every row. */
final class OneText implements StoredArray, StoredValues {
    private final String text;
    private final Optional<Long> rows;

    /** @param rows as many rows; a single value if empty */
    OneText(String text, Optional<Long> rows) {
        this.text = text;
        this.rows = rows;
    }

    @Override
    public long[] shape() {
        return rows.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public Optional<ValueType> type() {
        return Optional.of(ValueType.STRING);
    }

    @Override
    public int valueBytes() {
        return text.length();
    }

    @Override
    public String words() {
        return "text";
    }

    @Override
    public boolean isSingle() {
        return rows.isEmpty();
    }

    @Override
    public String single() {
        return text;
    }

    @Override
    public StoredValues values(String what) {
        return this;
    }

    @Override
    public String what() {
        return path();
    }

    @Override
    public long rows() {
        return rows.orElse(1L);
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public long chunkHeight() {
        return 1;
    }

    @Override
    public Object read(long start, int count) {
        String[] texts = new String[count];
        Arrays.fill(texts, text);
        return texts;
    }

    @Override
    public String path() {
        return "'" + text + "'";
    }

    @Override
    public boolean hasAttribute(String name) {
        return false;
    }

    @Override
    public String text(String attribute) {
        return "";
    }

    @Override
    public List<String> texts(String attribute) {
        return List.of();
    }

    @Override
    public long[] longs(String attribute) {
        return new long[0];
    }
}
