package atlasprox.job;

import java.time.Instant;
import java.util.Optional;

/**
 * Who asked for what, as far as the mathematics does not care.
 *
 * @param command the command's name
 * @param started when it started
 * @param id the id column, if any
 * @param label the label column, if any; for pictures and scores, never for fitting
 * @param progress is told how the job gets on
 */
public record RunContext(
        String command, Instant started, Optional<String> id, Optional<String> label, Progress progress) {}
