package atlasprox.fuzz;

import atlasprox.math.SplitMix64;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Ends a property when its time is up. The seconds that a property names are for every day; {@code -Datlasprox.fuzz.times=100}
 * multiplies them, and {@code -Datlasprox.fuzz.seed=7} (0 where not given) draws other cases.
 */
public final class Fuzzing implements AroundTryHook {
    /** How many tries a property may declare; its time is up long before. */
    public static final int MANY = 10_000_000;

    private static final int TIMES = Integer.getInteger("atlasprox.fuzz.times", 1);
    private static final long SEED = Long.getLong("atlasprox.fuzz.seed", 0L);

    /** Far more than any case takes, on a machine with much else to do. */
    private static final int MOST_SECONDS = 180;

    private static final ExecutorService CASES = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fuzzing");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<Method, Long> ends = new ConcurrentHashMap<>();

    /** The seconds that a property may take. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    public @interface Seconds {
        /** @return the number of seconds */
        int value();
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        int seconds = context.targetMethod().getAnnotation(Seconds.class).value();
        long end = ends.computeIfAbsent(
                context.targetMethod(), unused -> System.nanoTime() + TimeUnit.SECONDS.toNanos((long) seconds * TIMES));
        return System.nanoTime() > end ? TryExecutionResult.satisfied(true) : aTry.execute(parameters);
    }

    /** The seed of a case, other ones for another seed of all. */
    public static long seed(long number) {
        return number ^ (SEED * SplitMix64.GOLDEN);
    }

    /** Runs a case, and fails where it does not end. */
    public static <T> T within(Callable<T> run) throws Exception {
        try {
            return CASES.submit(run).get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end after " + MOST_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new AssertionError("thrown: " + e.getCause(), e.getCause());
        }
    }
}
