package atlasprox.read.h5ad.hdf;

import atlasprox.read.anndata.tree.StoredArray;
import atlasprox.read.anndata.tree.StoredValues;
import atlasprox.read.anndata.tree.ValueType;
import io.jhdf.api.Dataset;
import java.util.Optional;

/** A dataset of an HDF5 file. */
final class HdfArray extends HdfNode implements StoredArray {
    private final Dataset dataset;

    HdfArray(HdfTree tree, Dataset dataset) {
        super(tree, dataset);
        this.dataset = dataset;
    }

    @Override
    public long[] shape() {
        return dataset.getDimensionsAsLong();
    }

    @Override
    public Optional<ValueType> type() {
        return HdfTypes.of(dataset.getDataType());
    }

    @Override
    public int valueBytes() {
        return dataset.getDataType().getSize();
    }

    @Override
    public String words() {
        return HdfTypes.words(dataset.getDataType());
    }

    @Override
    public boolean isSingle() {
        return dataset.isScalar();
    }

    @Override
    public String single() {
        return dataset.getData().toString();
    }

    @Override
    public StoredValues values(String what) {
        return new HdfValues(tree, what, dataset);
    }
}
