package atlasprox.read.zarr.codec;

/** Metadata say something that is not read, or cannot be true. Who knows which array they are of makes an error for the user of it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String SAVE_AGAIN = "read it with anndata and save it again with write_zarr";
    private static final String COPY_AGAIN = "the store is damaged: copy or download it again";

    private static final String LARGER_HEAP = "check the store, or give Java a larger heap";

    private final String remedy;

    private RefusedException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    /** @param problem what is valid, but not read, as the rest of a sentence that begins with the array's name */
    public static RefusedException notRead(String problem) {
        return new RefusedException(problem, SAVE_AGAIN);
    }

    /** @param problem what no writer writes, as the rest of a sentence that begins with the array's name */
    public static RefusedException damaged(String problem) {
        return new RefusedException(problem, COPY_AGAIN);
    }

    /** @param problem what needs more memory than there is, as the rest of a sentence that begins with the array's name */
    public static RefusedException tooLarge(String problem) {
        return new RefusedException(problem, LARGER_HEAP);
    }

    /** What the user can do about it, as part of a sentence. */
    public String remedy() {
        return remedy;
    }
}
