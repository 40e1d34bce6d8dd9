package atlasprox.sites.folder;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That one process alone stands for a side. As long as it works it writes a growing number to a file of its own, every few seconds; another
 * one that finds the file watches whether it still changes. Nothing goes by anybody's clock.
 */
public final class Claim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("atlasprox");

    /** How often a process at work says so. */
    public static final Duration BEAT = Duration.ofSeconds(3);

    /** So many beats without a change, and whoever wrote the file is gone. */
    private static final int BEATS_WATCHED = 4;

    /** What one process has written another sees within this part of a beat. */
    private static final int MOMENTS_OF_A_BEAT = 3;

    private final ExchangeFolder folder;
    private final String name;
    private final String token = UUID.randomUUID().toString();
    private final Duration beat;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread beating;
    private long beats;

    private Claim(ExchangeFolder folder, String name, Duration beat) {
        this.folder = folder;
        this.name = "claims/" + name;
        this.beat = beat;
        this.beating = new Thread(this::beat, "claim of " + name);
        this.beating.setDaemon(true);
    }

    /**
     * @param folder the exchange folder
     * @param name of the side
     * @param beat how often to say that this process is at work; all processes of a side have the same
     * @return the claim, which is kept until it is closed
     * @throws IllegalStateException if another process stands for that side
     */
    public static Claim take(ExchangeFolder folder, String name, Duration beat) {
        Claim claim = new Claim(folder, name, beat);
        claim.requireNobodyElse();
        claim.write();
        pause(claim.moment());
        if (!claim.isOwn()) {
            throw claim.taken();
        }
        claim.beating.start();
        return claim;
    }

    /** A file that is not there may be one that is being written, for a moment, on some file systems. */
    private void requireNobodyElse() {
        Optional<String> before = text();
        int looks = before.isPresent() ? BEATS_WATCHED : 1;
        Duration between = before.isPresent() ? beat : moment();
        for (int look = 0; look < looks; look++) {
            pause(between);
            Optional<String> now = text();
            if (now.isPresent() && !now.equals(before)) {
                throw taken();
            }
        }
    }

    private Duration moment() {
        return beat.dividedBy(MOMENTS_OF_A_BEAT);
    }

    private IllegalStateException taken() {
        String side = name.substring(name.indexOf('/') + 1);
        return new IllegalStateException("another process stands for '" + side + "' in " + folder.root()
                + " and is at work: let it go on, or stop it first; if it was started by mistake for another site, give that"
                + " site a name of its own by --site");
    }

    /** @throws IllegalStateException if another process has taken the claim since */
    public void require() {
        if (lost.get()) {
            throw taken();
        }
    }

    private void beat() {
        try {
            while (!closed.await(beat.toMillis(), TimeUnit.MILLISECONDS)) {
                beatOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void beatOnce() {
        try {
            lost.set(lost.get() || !isOwn());
            if (!lost.get() && closed.getCount() > 0) {
                write();
            }
        } catch (UncheckedIOException e) {
            LOG.warn("{}; trying again", e.getMessage());
        }
    }

    private void write() {
        folder.writeInPlace(name, (token + " " + beats++).getBytes(StandardCharsets.UTF_8));
    }

    private boolean isOwn() {
        return text().filter(text -> text.startsWith(token)).isPresent();
    }

    private Optional<String> text() {
        return folder.read(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    /** Not in the midst of a beat, which would write the file again. What is left behind keeps nobody, and hides no failure of the work. */
    @Override
    public synchronized void close() {
        closed.countDown();
        try {
            if (isOwn()) {
                folder.delete(name);
            }
        } catch (UncheckedIOException e) {
            LOG.warn("{}; whoever comes next watches it for a moment", e.getMessage());
        }
    }
}
