package atlasprox.spark;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What all tasks read. On a cluster it is broadcast; where tasks run in the driver's own JVM they find it where it is, as Spark would keep a
 * serialised copy beside it. It must not be changed.
 *
 * @param <T> what it is
 */
public final class Shared<T> implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong NEXT = new AtomicLong();
    private static final Map<Long, WeakReference<Shared<?>>> HERE = new ConcurrentHashMap<>();

    private final Broadcast<T> broadcast;
    private final long place;
    /** On the driver, so that it is there as long as anybody holds on to this. */
    private transient volatile T here;

    private Shared(Broadcast<T> broadcast, long place, T here) {
        this.broadcast = broadcast;
        this.place = place;
        this.here = here;
    }

    /**
     * @param context whose tasks read it
     * @param value what they read
     * @param <T> what it is
     * @return the same for tasks, until it is closed or nobody on the driver holds on to it
     */
    public static <T> Shared<T> of(JavaSparkContext context, T value) {
        if (!context.isLocal()) {
            return new Shared<>(context.broadcast(value), -1L, null);
        }
        HERE.values().removeIf(there -> there.get() == null);
        Shared<T> shared = new Shared<>(null, NEXT.getAndIncrement(), value);
        HERE.put(shared.place, new WeakReference<>(shared));
        return shared;
    }

    /**
     * @return what was shared
     * @throws IllegalStateException if it was given up
     */
    @SuppressWarnings("unchecked")
    public T value() {
        if (broadcast != null) {
            return broadcast.value();
        }
        T found = here;
        if (found == null) {
            WeakReference<Shared<?>> there = HERE.get(place);
            Shared<?> ofDriver = there == null ? null : there.get();
            found = ofDriver == null ? null : (T) ofDriver.here;
        }
        if (found == null) {
            throw new IllegalStateException("what a job reads was given up before it ended");
        }
        return found;
    }

    /** Tasks can read it no more; takes it off the executors at once. */
    @Override
    public void close() {
        if (broadcast != null) {
            broadcast.destroy();
        } else {
            HERE.remove(place);
            here = null;
        }
    }
}
