package atlasprox.read.compression;

/** How much memory one thing may take that must be held as a whole. */
public final class Room {
    private static final int SHARE = 8;

    private Room() {}

    /** An eighth of the largest heap, in bytes. */
    public static long bytes() {
        return Runtime.getRuntime().maxMemory() / SHARE;
    }
}
